package io.veto.ingest.operator;

import io.veto.engine.activation.ActivationException;
import io.veto.engine.activation.Activations;
import io.veto.rules.language.RuleSetException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * Activates the rule set whose text is the payload of the request; the one argument names the file.
 * <p>
 * <b>Note:</b> safe from any thread; one activation at a time.
 */
public final class ActivateCommand implements OperatorCommand
{
    /** Of the command. */
    public static final String VERB = "activate";

    private final Activations activations;

    /**
     * Makes the command.
     *
     * @param activations of the server.
     */
    public ActivateCommand(final Activations activations)
    {
        this.activations = activations;
    }

    @Override
    public OperatorAnswer run(final OperatorRequest request, final Consumer<String> progress)
    {
        if (1 != request.arguments().size())
        {
            return new OperatorAnswer(OperatorAnswer.USAGE,
                "wrong number of arguments: expectedArguments=1 arguments=" + request.arguments().size());
        }
        try
        {
            final String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(request.payload())).toString();
            return new OperatorAnswer(
                OperatorAnswer.DONE, activations.activate(request.arguments().get(0), text, progress).toString());
        }
        catch (final CharacterCodingException e)
        {
            return new OperatorAnswer(OperatorAnswer.USAGE, "rules are not UTF-8 text: save the file as UTF-8");
        }
        catch (final RuleSetException e)
        {
            return new OperatorAnswer(OperatorAnswer.FAILED, e.getMessage());
        }
        catch (final ActivationException e)
        {
            return new OperatorAnswer(OperatorAnswer.FAILED, e.getMessage());
        }
    }
}
