package io.veto.engine.disk;

import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.spi.FileSystemProvider;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;

/**
 * Passes everything on to the real provider, and tells the watch first.
 */
final class WatchedProvider extends FileSystemProvider
{
    private final WatchedFileSystem system;
    private final FileSystemProvider real;
    private final DiskWatch watch;

    WatchedProvider(final WatchedFileSystem system, final FileSystemProvider real, final DiskWatch watch)
    {
        this.system = system;
        this.real = real;
        this.watch = watch;
    }

    @Override
    public String getScheme()
    {
        return "watched";
    }

    @Override
    public FileSystem newFileSystem(final URI uri, final Map<String, ?> environment)
    {
        throw new UnsupportedOperationException();
    }

    @Override
    public FileSystem getFileSystem(final URI uri)
    {
        return system;
    }

    @Override
    public Path getPath(final URI uri)
    {
        return new WatchedPath(system, Path.of(uri));
    }

    @Override
    public FileChannel newFileChannel(final Path path, final Set<? extends OpenOption> options, final FileAttribute<?>... attributes)
        throws IOException
    {
        final Path file = WatchedPath.real(path);
        final boolean isMade = options.contains(StandardOpenOption.CREATE_NEW) ||
            options.contains(StandardOpenOption.CREATE) && !Files.exists(file);
        if (isMade || options.contains(StandardOpenOption.TRUNCATE_EXISTING))
        {
            watch.beforeChange(file, "make");
        }
        final boolean isForced = options.contains(StandardOpenOption.SYNC) || options.contains(StandardOpenOption.DSYNC);
        return new WatchedChannel(real.newFileChannel(file, options, attributes), file, isForced, watch);
    }

    @Override
    public SeekableByteChannel newByteChannel(
        final Path path, final Set<? extends OpenOption> options, final FileAttribute<?>... attributes) throws IOException
    {
        return newFileChannel(path, options, attributes);
    }

    @Override
    public DirectoryStream<Path> newDirectoryStream(final Path folder, final DirectoryStream.Filter<? super Path> filter)
        throws IOException
    {
        final DirectoryStream<Path> stream = real.newDirectoryStream(
            WatchedPath.real(folder), path -> filter.accept(new WatchedPath(system, path)));
        return new DirectoryStream<>()
        {
            @Override
            public Iterator<Path> iterator()
            {
                final Iterator<Path> paths = stream.iterator();
                return new Iterator<>()
                {
                    @Override
                    public boolean hasNext()
                    {
                        return paths.hasNext();
                    }

                    @Override
                    public Path next()
                    {
                        return new WatchedPath(system, paths.next());
                    }
                };
            }

            @Override
            public void close() throws IOException
            {
                stream.close();
            }
        };
    }

    @Override
    public void createDirectory(final Path folder, final FileAttribute<?>... attributes) throws IOException
    {
        final Path path = WatchedPath.real(folder);
        if (!Files.isDirectory(path))
        {
            watch.beforeChange(path, "make folder");
        }
        real.createDirectory(path, attributes);
    }

    @Override
    public void createLink(final Path link, final Path existing) throws IOException
    {
        watch.beforeChange(WatchedPath.real(link), "link");
        real.createLink(WatchedPath.real(link), WatchedPath.real(existing));
    }

    @Override
    public void delete(final Path path) throws IOException
    {
        final Path file = WatchedPath.real(path);
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS))
        {
            watch.beforeChange(file, "delete");
        }
        real.delete(file);
    }

    @Override
    public void copy(final Path from, final Path to, final CopyOption... options) throws IOException
    {
        watch.beforeChange(WatchedPath.real(to), "copy");
        real.copy(WatchedPath.real(from), WatchedPath.real(to), options);
    }

    @Override
    public void move(final Path from, final Path to, final CopyOption... options) throws IOException
    {
        watch.beforeChange(WatchedPath.real(to), "rename");
        real.move(WatchedPath.real(from), WatchedPath.real(to), options);
    }

    @Override
    public boolean isSameFile(final Path one, final Path other) throws IOException
    {
        return real.isSameFile(WatchedPath.real(one), WatchedPath.real(other));
    }

    @Override
    public boolean isHidden(final Path path) throws IOException
    {
        return real.isHidden(WatchedPath.real(path));
    }

    @Override
    public FileStore getFileStore(final Path path) throws IOException
    {
        return real.getFileStore(WatchedPath.real(path));
    }

    @Override
    public void checkAccess(final Path path, final AccessMode... modes) throws IOException
    {
        real.checkAccess(WatchedPath.real(path), modes);
    }

    @Override
    public <V extends FileAttributeView> V getFileAttributeView(final Path path, final Class<V> type, final LinkOption... options)
    {
        return real.getFileAttributeView(WatchedPath.real(path), type, options);
    }

    @Override
    public <A extends BasicFileAttributes> A readAttributes(final Path path, final Class<A> type, final LinkOption... options)
        throws IOException
    {
        return real.readAttributes(WatchedPath.real(path), type, options);
    }

    @Override
    public Map<String, Object> readAttributes(final Path path, final String attributes, final LinkOption... options) throws IOException
    {
        return real.readAttributes(WatchedPath.real(path), attributes, options);
    }

    @Override
    public void setAttribute(final Path path, final String attribute, final Object value, final LinkOption... options) throws IOException
    {
        real.setAttribute(WatchedPath.real(path), attribute, value, options);
    }
}
