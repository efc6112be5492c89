package io.veto.rules.language;

import java.lang.invoke.MethodHandles;
import java.lang.reflect.Constructor;
import org.codehaus.commons.compiler.CompileException;
import org.codehaus.janino.SimpleCompiler;

/**
 * Makes a program of the Java that {@link ProgramWriter} wrote, through Janino. Its class is a hidden one: no class loader knows it, so it
 * goes when the last object of it goes, and the programs of an old and a new rule set stand beside each other.
 * <p>
 * <b>Note:</b> safe from any thread. Starts none, and leaves nothing behind.
 */
final class ProgramCompiler
{
    private ProgramCompiler()
    {
    }

    /**
     * Compiles a program.
     *
     * @param writer of its source.
     * @return the program.
     * @throws IllegalStateException where the source cannot be compiled, which would be an error of the writer.
     */
    static CompiledProgram compile(final ProgramWriter writer)
    {
        return load(bytes(writer.program()), writer.nodes());
    }

    /**
     * Loads a program.
     *
     * @param bytes of its class file.
     * @param nodes trees that it falls back to.
     * @return the program.
     */
    static CompiledProgram load(final byte[] bytes, final BooleanNode[] nodes)
    {
        try
        {
            final Class<?> program = MethodHandles.lookup().defineHiddenClass(bytes, true).lookupClass();
            final Constructor<?> constructor = program.getDeclaredConstructor(BooleanNode[].class);
            return (CompiledProgram)constructor.newInstance((Object)nodes);
        }
        catch (final ReflectiveOperationException e)
        {
            throw new IllegalStateException("program of the rules cannot be made", e);
        }
    }

    /**
     * Compiles source.
     *
     * @param source of one class.
     * @return its class file.
     */
    static byte[] bytes(final String source)
    {
        final SimpleCompiler compiler = new SimpleCompiler();
        compiler.setParentClassLoader(ProgramCompiler.class.getClassLoader());
        compiler.setDebuggingInformation(false, false, false);
        try
        {
            compiler.cook(source);
        }
        catch (final CompileException e)
        {
            throw new IllegalStateException("source of the rules cannot be compiled", e);
        }
        return compiler.getBytecodes().values().iterator().next();
    }
}
