package io.veto.engine.disk;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.ProviderMismatchException;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;

/**
 * A path whose files are watched. It takes paths of the real file system as well, so that code may mix them.
 */
final class WatchedPath implements Path
{
    private final WatchedFileSystem system;
    private final Path real;

    WatchedPath(final WatchedFileSystem system, final Path real)
    {
        this.system = system;
        this.real = real;
    }

    static Path real(final Path path)
    {
        return path instanceof final WatchedPath watched ? watched.real : path;
    }

    private Path watched(final Path path)
    {
        return null == path ? null : new WatchedPath(system, path);
    }

    @Override
    public FileSystem getFileSystem()
    {
        return system;
    }

    @Override
    public boolean isAbsolute()
    {
        return real.isAbsolute();
    }

    @Override
    public Path getRoot()
    {
        return watched(real.getRoot());
    }

    @Override
    public Path getFileName()
    {
        return watched(real.getFileName());
    }

    @Override
    public Path getParent()
    {
        return watched(real.getParent());
    }

    @Override
    public int getNameCount()
    {
        return real.getNameCount();
    }

    @Override
    public Path getName(final int index)
    {
        return watched(real.getName(index));
    }

    @Override
    public Path subpath(final int beginIndex, final int endIndex)
    {
        return watched(real.subpath(beginIndex, endIndex));
    }

    @Override
    public boolean startsWith(final Path other)
    {
        return real.startsWith(real(other));
    }

    @Override
    public boolean endsWith(final Path other)
    {
        return real.endsWith(real(other));
    }

    @Override
    public Path normalize()
    {
        return watched(real.normalize());
    }

    @Override
    public Path resolve(final Path other)
    {
        return watched(real.resolve(real(other)));
    }

    @Override
    public Path relativize(final Path other)
    {
        return watched(real.relativize(real(other)));
    }

    @Override
    public URI toUri()
    {
        return real.toUri();
    }

    @Override
    public Path toAbsolutePath()
    {
        return watched(real.toAbsolutePath());
    }

    @Override
    public Path toRealPath(final LinkOption... options) throws IOException
    {
        return watched(real.toRealPath(options));
    }

    @Override
    public File toFile()
    {
        return real.toFile();
    }

    @Override
    public WatchKey register(final WatchService watcher, final WatchEvent.Kind<?>[] events, final WatchEvent.Modifier... modifiers)
    {
        throw new ProviderMismatchException();
    }

    @Override
    public int compareTo(final Path other)
    {
        return real.compareTo(real(other));
    }

    @Override
    public boolean equals(final Object other)
    {
        return other instanceof final WatchedPath watched && real.equals(watched.real);
    }

    @Override
    public int hashCode()
    {
        return real.hashCode();
    }

    @Override
    public String toString()
    {
        return real.toString();
    }
}
