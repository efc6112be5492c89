package io.veto.engine.disk;

import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.WatchService;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.spi.FileSystemProvider;
import java.util.List;
import java.util.Set;

/**
 * The real file system, watched. What goes around it, such as mapped memory and {@link java.io.File}, is not.
 * <p>
 * <b>Note:</b> one thread.
 */
public final class WatchedFileSystem extends FileSystem
{
    private final WatchedProvider provider;
    private final FileSystem real;

    private WatchedFileSystem(final FileSystem real, final DiskWatch watch)
    {
        this.real = real;
        provider = new WatchedProvider(this, real.provider(), watch);
    }

    /**
     * Watches everything that is done through a path and what is resolved from it.
     *
     * @param path  of the real file system.
     * @param watch told of each step.
     * @return the same path, watched.
     */
    public static Path watched(final Path path, final DiskWatch watch)
    {
        return new WatchedPath(new WatchedFileSystem(path.getFileSystem(), watch), path);
    }

    /**
     * The real path behind a watched one.
     *
     * @param path watched or real.
     * @return the real one.
     */
    public static Path real(final Path path)
    {
        return WatchedPath.real(path);
    }

    @Override
    public FileSystemProvider provider()
    {
        return provider;
    }

    @Override
    public void close()
    {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean isOpen()
    {
        return true;
    }

    @Override
    public boolean isReadOnly()
    {
        return false;
    }

    @Override
    public String getSeparator()
    {
        return real.getSeparator();
    }

    @Override
    public Iterable<Path> getRootDirectories()
    {
        return List.of(new WatchedPath(this, real.getRootDirectories().iterator().next()));
    }

    @Override
    public Iterable<FileStore> getFileStores()
    {
        return real.getFileStores();
    }

    @Override
    public Set<String> supportedFileAttributeViews()
    {
        return real.supportedFileAttributeViews();
    }

    @Override
    public Path getPath(final String first, final String... more)
    {
        return new WatchedPath(this, real.getPath(first, more));
    }

    @Override
    public PathMatcher getPathMatcher(final String syntaxAndPattern)
    {
        final PathMatcher matcher = real.getPathMatcher(syntaxAndPattern);
        return path -> matcher.matches(WatchedPath.real(path));
    }

    @Override
    public UserPrincipalLookupService getUserPrincipalLookupService()
    {
        return real.getUserPrincipalLookupService();
    }

    @Override
    public WatchService newWatchService()
    {
        throw new UnsupportedOperationException();
    }
}
