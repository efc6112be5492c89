package io.veto.rules.window;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * Loads the package under test with one fragment of its source replaced, compiled in memory. All classes of the package
 * come from this loader, the tests' own among them, so that they see each other's package-private members; all others
 * come from the parent.
 */
final class MutatedWindows extends ClassLoader
{
    private static final String PACKAGE = MutatedWindows.class.getPackageName() + ".";
    private static final Path SOURCES =
        Path.of(System.getProperty("veto.root"), "rules/src/main/java", PACKAGE.replace('.', '/'));

    private final Map<String, ByteArrayOutputStream> mutated;

    private MutatedWindows(final Map<String, ByteArrayOutputStream> mutated)
    {
        super(MutatedWindows.class.getClassLoader());
        this.mutated = mutated;
    }

    /**
     * Makes the property over the mutated package.
     *
     * @param fragment    of the source, which must occur exactly once in the package.
     * @param replacement for it.
     * @return what checks the property.
     */
    static Runnable property(final String fragment, final String replacement)
        throws IOException, ReflectiveOperationException
    {
        final ClassLoader loader = new MutatedWindows(compile(sources(fragment, replacement)));
        final Class<?> property = loader.loadClass(WindowsProperty.class.getName());
        return (Runnable)property.getDeclaredConstructor().newInstance();
    }

    @Override
    protected Class<?> loadClass(final String name, final boolean resolve) throws ClassNotFoundException
    {
        synchronized (getClassLoadingLock(name))
        {
            final Class<?> loaded = findLoadedClass(name);
            if (null != loaded || !name.startsWith(PACKAGE))
            {
                return null != loaded ? loaded : super.loadClass(name, resolve);
            }
            final byte[] bytes = mutated.containsKey(name) ? mutated.get(name).toByteArray() : testClass(name);
            return defineClass(name, bytes, 0, bytes.length);
        }
    }

    private byte[] testClass(final String name) throws ClassNotFoundException
    {
        try (InputStream in = getParent().getResourceAsStream(name.replace('.', '/') + ".class"))
        {
            if (null == in)
            {
                throw new ClassNotFoundException(name);
            }
            return in.readAllBytes();
        }
        catch (final IOException e)
        {
            throw new ClassNotFoundException(name, e);
        }
    }

    private static List<JavaFileObject> sources(final String fragment, final String replacement) throws IOException
    {
        final List<JavaFileObject> sources = new ArrayList<>();
        int occurrences = 0;
        try (Stream<Path> files = Files.list(SOURCES))
        {
            for (final Path file : files.sorted().toList())
            {
                final String text = Files.readString(file);
                occurrences += (text.length() - text.replace(fragment, "").length()) / fragment.length();
                sources.add(new Source(file.toUri(), text.replace(fragment, replacement)));
            }
        }
        assertEquals(1, occurrences, () -> "occurrences in " + SOURCES + " of " + fragment);
        return sources;
    }

    private static Map<String, ByteArrayOutputStream> compile(final List<JavaFileObject> sources) throws IOException
    {
        final JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        final Map<String, ByteArrayOutputStream> classes = new HashMap<>();
        final StringWriter messages = new StringWriter();
        final List<String> options =
            List.of("-proc:none", "-nowarn", "-classpath", System.getProperty("java.class.path"));
        try (StandardJavaFileManager standard = compiler.getStandardFileManager(null, null, null);
            JavaFileManager memory = new Memory(standard, classes))
        {
            assertTrue(compiler.getTask(messages, memory, null, options, null, sources).call(), messages::toString);
        }
        return classes;
    }

    private static final class Source extends SimpleJavaFileObject
    {
        private final String text;

        private Source(final URI uri, final String text)
        {
            super(uri, Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(final boolean ignoreEncodingErrors)
        {
            return text;
        }
    }

    private static final class Target extends SimpleJavaFileObject
    {
        private final OutputStream bytes;

        private Target(final String className, final OutputStream bytes)
        {
            super(URI.create("memory:/" + className.replace('.', '/') + ".class"), Kind.CLASS);
            this.bytes = bytes;
        }

        @Override
        public OutputStream openOutputStream()
        {
            return bytes;
        }
    }

    private static final class Memory extends ForwardingJavaFileManager<JavaFileManager>
    {
        private final Map<String, ByteArrayOutputStream> classes;

        private Memory(final JavaFileManager standard, final Map<String, ByteArrayOutputStream> classes)
        {
            super(standard);
            this.classes = classes;
        }

        @Override
        public JavaFileObject getJavaFileForOutput(
            final Location location, final String className, final JavaFileObject.Kind kind, final FileObject sibling)
        {
            return new Target(className, classes.computeIfAbsent(className, name -> new ByteArrayOutputStream()));
        }
    }
}
