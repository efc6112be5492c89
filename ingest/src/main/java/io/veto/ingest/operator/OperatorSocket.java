package io.veto.ingest.operator;

import java.io.IOException;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.agrona.CloseHelper;
import org.agrona.IoUtil;

/**
 * The Unix domain socket {@code operator.sock} of a data folder, mode 0600. Systems bound the length of such a path to about 100 bytes:
 * a longer one is reached through a symbolic link in a folder of its own under the system's folder for temporary files.
 * <p>
 * <b>Note:</b> stateless and safe from any thread.
 */
final class OperatorSocket
{
    /** Name in the data folder. */
    static final String NAME = "operator.sock";

    private static final String NEW_FOLDER = "operator.new";
    private static final int ADDRESS_LENGTH_MAX = 100;

    private OperatorSocket()
    {
    }

    /**
     * Opens the socket of a data folder that this process has locked, in place of one that a dead server left. It comes under its name
     * only once its mode is set.
     *
     * @param data the data folder.
     * @return the bound channel, in blocking mode.
     * @throws IOException if it cannot be bound.
     */
    static ServerSocketChannel bind(final Path data) throws IOException
    {
        final Path folder = data.resolve(NEW_FOLDER);
        IoUtil.delete(folder.toFile(), true);
        Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        final ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try
        {
            atShortPath(folder, NAME, address ->
            {
                server.bind(address);
                return server;
            });
            Files.setPosixFilePermissions(folder.resolve(NAME), PosixFilePermissions.fromString("rw-------"));
            Files.move(folder.resolve(NAME), data.resolve(NAME), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return server;
        }
        catch (final IOException | RuntimeException e)
        {
            CloseHelper.quietClose(server);
            throw e;
        }
        finally
        {
            IoUtil.delete(folder.toFile(), true);
        }
    }

    /**
     * Connects to the server of a data folder.
     *
     * @param data the data folder.
     * @return the connected channel, in blocking mode.
     * @throws IOException if no server listens there.
     */
    static SocketChannel connect(final Path data) throws IOException
    {
        return atShortPath(data, NAME, SocketChannel::open);
    }

    /** What is done with an address, while it is good. */
    @FunctionalInterface
    private interface Step<T>
    {
        T run(UnixDomainSocketAddress address) throws IOException;
    }

    private static <T> T atShortPath(final Path folder, final String name, final Step<T> step) throws IOException
    {
        final Path whole = folder.toAbsolutePath().resolve(name);
        if (length(whole) <= ADDRESS_LENGTH_MAX)
        {
            return step.run(UnixDomainSocketAddress.of(whole));
        }
        final Path temporary = Files.createTempDirectory("veto");
        final Path link = temporary.resolve("d");
        try
        {
            Files.createSymbolicLink(link, folder.toAbsolutePath());
            if (length(link.resolve(name)) > ADDRESS_LENGTH_MAX)
            {
                throw new SocketException("path is too long: maximumLength=" + ADDRESS_LENGTH_MAX + " length=" + length(whole));
            }
            return step.run(UnixDomainSocketAddress.of(link.resolve(name)));
        }
        finally
        {
            Files.deleteIfExists(link);
            Files.delete(temporary);
        }
    }

    private static int length(final Path path)
    {
        return path.toString().getBytes(StandardCharsets.UTF_8).length;
    }
}
