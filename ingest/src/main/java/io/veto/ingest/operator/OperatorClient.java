package io.veto.ingest.operator;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * Asks the server of a data folder to do something.
 * <p>
 * <b>Note:</b> stateless and safe from any thread.
 */
public final class OperatorClient
{
    private OperatorClient()
    {
    }

    /**
     * Asks, and waits for the answer as long as the server takes.
     *
     * @param data     folder that the server runs on.
     * @param verb     of the command.
     * @param request  for the command.
     * @param progress shows a line of progress.
     * @return the server's answer; {@link OperatorAnswer#ENVIRONMENT} with one line where no server could be asked.
     */
    public static OperatorAnswer call(
        final Path data, final String verb, final OperatorRequest request, final Consumer<String> progress)
    {
        final Path file = data.resolve(OperatorSocket.NAME);
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS))
        {
            return noServer(data);
        }
        try (SocketChannel channel = OperatorSocket.connect(data))
        {
            return talk(channel, verb, request, progress);
        }
        catch (final ConnectException e)
        {
            return noServer(data);
        }
        catch (final IOException | UnsupportedOperationException e)
        {
            return new OperatorAnswer(OperatorAnswer.ENVIRONMENT, "operator socket cannot be opened: file=" + file + " cause=" +
                e.getMessage() + ": run the command as the user that the server runs as");
        }
    }

    private static OperatorAnswer talk(
        final SocketChannel channel, final String verb, final OperatorRequest request, final Consumer<String> progress)
    {
        try
        {
            final DataInputStream input = new DataInputStream(new BufferedInputStream(Channels.newInputStream(channel)));
            try
            {
                OperatorProtocol.writeRequest(
                    new DataOutputStream(new BufferedOutputStream(Channels.newOutputStream(channel))), verb, request);
            }
            catch (final IllegalArgumentException e)
            {
                return new OperatorAnswer(OperatorAnswer.USAGE, e.getMessage());
            }
            catch (final IOException e)
            {
                return readAnswer(input, progress);
            }
            return readAnswer(input, progress);
        }
        catch (final IOException e)
        {
            return new OperatorAnswer(OperatorAnswer.ENVIRONMENT, "the server ended the connection before it answered: cause=" +
                (e instanceof EOFException ? "end of stream" : e.getMessage()) +
                ": it may have done what was asked, or not: look at its standard error and ask again");
        }
    }

    private static OperatorAnswer readAnswer(final DataInputStream input, final Consumer<String> progress) throws IOException
    {
        int kind = input.readUnsignedByte();
        while (OperatorProtocol.PROGRESS == kind)
        {
            progress.accept(OperatorProtocol.readText(input));
            kind = input.readUnsignedByte();
        }
        final int exitCode = input.readUnsignedByte();
        return new OperatorAnswer(exitCode, OperatorProtocol.readText(input));
    }

    private static OperatorAnswer noServer(final Path data)
    {
        return new OperatorAnswer(OperatorAnswer.ENVIRONMENT,
            "no server runs on this data folder: folder=" + data + ": start it with veto serve --data " + data);
    }
}
