package io.veto.engine.simulation;

import io.veto.engine.disk.DiskWatch;
import io.veto.engine.disk.WatchedFileSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.agrona.IoUtil;

/**
 * The disk under the simulated process: real files, of which it knows what was forced. When the power goes, what was forced stays; of the
 * rest each page and each name may be there or not.
 */
final class SimulatedDisk implements DiskWatch
{
    static final int NEVER = -1;
    private static final int PAGE_LENGTH = 4096;

    private final World world;
    private final Path folder;
    private final Map<Object, FileImage> forcedBytes = new HashMap<>();
    private final Map<Path, List<Map<String, Object>>> namesSince = new HashMap<>();
    private final Set<Object> folders = new HashSet<>();
    private final Map<Object, Path> places = new HashMap<>();
    private Map<Path, Object> saved = Map.of();
    private Path root;
    private int generation = 0;
    private int stepsToCrash = NEVER;
    private int writesToFailure = NEVER;
    private boolean isDead = false;

    SimulatedDisk(final World world, final Path folder) throws IOException
    {
        this.world = world;
        this.folder = folder;
        root = Files.createDirectory(folder.resolve("disk-0"));
    }

    /** The data folder, watched. */
    Path data()
    {
        return WatchedFileSystem.watched(root.resolve("data"), this);
    }

    Path root()
    {
        return root;
    }

    /** Lets the process end after so many further steps, of the disk or of the line. */
    void crashAfter(final int steps)
    {
        stepsToCrash = steps;
    }

    /** Lets a write or a forcing fail, after so many others. */
    void failAfter(final int writes)
    {
        writesToFailure = writes;
    }

    /** Something is about to be done. */
    void step(final String what)
    {
        if (isDead)
        {
            throw new CrashError(what);
        }
        if (NEVER != stepsToCrash && 0 == stepsToCrash--)
        {
            die();
            throw new CrashError(what);
        }
    }

    /** The process has ended: nothing that it still tries reaches the disk. */
    void die()
    {
        isDead = true;
        stepsToCrash = NEVER;
        writesToFailure = NEVER;
    }

    /** The next process begins. */
    void revive()
    {
        isDead = false;
    }

    @Override
    public int beforeWrite(final Path file, final int length) throws IOException
    {
        if (isLock(file))
        {
            return length;
        }
        final boolean fails = fails();
        if (!fails && (isDead || 0 != stepsToCrash))
        {
            step("write " + kind(file));
            return length;
        }
        if (fails)
        {
            world.add(Happening.WRITE_FAILED);
        }
        world.trace("short write " + file.getFileName());
        return world.random.nextInt(length);
    }

    @Override
    public void afterPart(final Path file) throws IOException
    {
        step("write " + kind(file));
        throw new IOException("No space left on device");
    }

    @Override
    public void beforeChange(final Path path, final String what) throws IOException
    {
        if (Files.isDirectory(path.getParent()))
        {
            namesSince.computeIfAbsent(root.relativize(path.getParent()), folder -> new ArrayList<>(List.of(new TreeMap<>())))
                .add(names(path.getParent()));
        }
        if (!isLock(path))
        {
            step("change " + kind(path));
        }
    }

    @Override
    public void beforeForce(final Path path) throws IOException
    {
        step("force " + kind(path));
        if (fails())
        {
            world.add(Happening.FORCE_FAILED);
            throw new IOException("Input/output error");
        }
    }

    @Override
    public void afterForce(final Path path) throws IOException
    {
        if (Files.isDirectory(path))
        {
            namesSince.put(root.relativize(path), new ArrayList<>(List.of(names(path))));
            folders.add(key(path));
        }
        else
        {
            forcedBytes.put(key(path), FileImage.of(path));
        }
    }

    /** What a lock holds is of no use to the next process. */
    private static boolean isLock(final Path path)
    {
        return path.getFileName().toString().endsWith(".lock");
    }

    private boolean fails()
    {
        return !isDead && NEVER != writesToFailure && 0 == writesToFailure--;
    }

    private static String kind(final Path path)
    {
        final String name = path.getFileName().toString();
        return name.endsWith(".cq4") ||
            name.endsWith(".cq4t") || name.endsWith(".sealed") || name.endsWith(".mark") || name.equals("journal") ? "journal" : "snapshot";
    }

    /** Loses what was not forced, or a part of it. */
    void losePower() throws IOException
    {
        final Path next = Files.createDirectory(folder.resolve("disk-" + ++generation));
        places.clear();
        keys().forEach((path, key) -> places.put(key, root.resolve(path)));
        rebuild(root, next, new HashMap<>());
        IoUtil.delete(root.toFile(), true);
        root = next;
        forcedBytes.clear();
        namesSince.clear();
        try (Stream<Path> paths = Files.walk(root))
        {
            for (final Path path : (Iterable<Path>)paths::iterator)
            {
                afterForce(path);
            }
        }
    }

    /** Keeps a copy of everything. */
    void save() throws IOException
    {
        saved = keys();
        copy(root, folder.resolve("saved"));
    }

    /** Puts back what was saved. */
    void putBack() throws IOException
    {
        IoUtil.delete(root.toFile(), true);
        root = folder.resolve("disk-" + ++generation);
        Files.move(folder.resolve("saved"), root);
        final Map<Path, Object> keys = keys();
        final Map<Object, Object> renamed = new HashMap<>();
        saved.forEach((path, key) -> renamed.put(key, keys.get(path)));
        renamed.forEach((old, key) ->
        {
            if (forcedBytes.containsKey(old))
            {
                forcedBytes.put(key, forcedBytes.remove(old));
            }
            if (folders.remove(old))
            {
                folders.add(key);
            }
        });
        namesSince.values().forEach(moments -> moments.forEach(
            names -> names.replaceAll((name, key) -> renamed.getOrDefault(key, key))));
    }

    private Map<Path, Object> keys() throws IOException
    {
        final Map<Path, Object> keys = new HashMap<>();
        try (Stream<Path> paths = Files.walk(root))
        {
            for (final Path path : (Iterable<Path>)paths::iterator)
            {
                keys.put(root.relativize(path), key(path));
            }
        }
        return keys;
    }

    private static void copy(final Path from, final Path to) throws IOException
    {
        Files.createDirectory(to);
        try (Stream<Path> inner = Files.list(from))
        {
            for (final Path path : (Iterable<Path>)inner::iterator)
            {
                final Path target = to.resolve(path.getFileName());
                if (Files.isDirectory(path))
                {
                    copy(path, target);
                }
                else
                {
                    FileImage.of(path).write(target);
                    Files.setPosixFilePermissions(target, Files.getPosixFilePermissions(path));
                }
            }
        }
    }

    private void rebuild(final Path from, final Path to, final Map<Object, Path> made) throws IOException
    {
        for (final Map.Entry<String, Object> entry : kept(from).entrySet())
        {
            final String name = entry.getKey();
            final Object key = entry.getValue();
            final Path current = places.get(key);
            if (null != current && Files.isDirectory(current))
            {
                rebuild(current, Files.createDirectory(to.resolve(name)), made);
            }
            else if (folders.contains(key))
            {
                Files.createDirectory(to.resolve(name));
            }
            else if (made.containsKey(key))
            {
                Files.createLink(to.resolve(name), made.get(key));
            }
            else
            {
                lose(name, forcedBytes.get(key), null == current ? null : FileImage.of(current)).write(to.resolve(name));
                made.put(key, to.resolve(name));
                if (name.startsWith("token.key"))
                {
                    Files.setPosixFilePermissions(to.resolve(name), PosixFilePermissions.fromString("rw-------"));
                }
            }
        }
    }

    /** Which names are there: those of one moment since they were forced last. */
    private Map<String, Object> kept(final Path from) throws IOException
    {
        final Map<String, Object> now = names(from);
        final List<Map<String, Object>> moments = namesSince.getOrDefault(root.relativize(from), List.of());
        final int moment = from.equals(root) ? moments.size() : world.random.nextInt(moments.size() + 1);
        final Map<String, Object> kept = moment < moments.size() ? moments.get(moment) : now;
        if (!kept.equals(now))
        {
            world.add(Happening.NAMES_LOST);
            world.trace("names not forced: folder=" + from.getFileName() + " names=" + now.keySet() + " kept=" + kept.keySet());
        }
        return kept;
    }

    private FileImage lose(final String name, final FileImage forced, final FileImage now)
    {
        final FileImage old = null == forced ? FileImage.EMPTY : forced;
        if (null == now || old.isSame(now))
        {
            return old;
        }
        final int way = world.random.nextInt(5);
        world.trace("not forced: file=" + name + " forcedLength=" + old.bytes().length + " length=" + now.bytes().length + " way=" + way);
        switch (way)
        {
            case 0 ->
            {
                world.add(Happening.UNFORCED_LOST);
                return old;
            }
            case 1 ->
            {
                world.add(Happening.UNFORCED_KEPT);
                return now;
            }
            case 2 ->
            {
                world.add(Happening.UNFORCED_TORN_AT_BYTE);
                return prefix(old, now);
            }
            default ->
            {
                world.add(Happening.UNFORCED_PAGES_REORDERED);
                return pages(old, now);
            }
        }
    }

    private FileImage prefix(final FileImage old, final FileImage now)
    {
        int first = 0;
        final int end = Math.max(old.bytes().length, now.bytes().length);
        while (first < end && old.at(first) == now.at(first))
        {
            first++;
        }
        final byte[] bytes = new byte[end];
        final int cut = first + (end == first ? 0 : world.random.nextInt(end - first));
        for (int i = 0; i < end; i++)
        {
            bytes[i] = i < cut ? now.at(i) : old.at(i);
        }
        return new FileImage(bytes, now.length());
    }

    private FileImage pages(final FileImage old, final FileImage now)
    {
        final byte[] bytes = new byte[Math.max(old.bytes().length, now.bytes().length)];
        for (int page = 0; page < bytes.length; page += PAGE_LENGTH)
        {
            final FileImage source = world.random.nextBoolean() ? old : now;
            for (int i = page; i < Math.min(bytes.length, page + PAGE_LENGTH); i++)
            {
                bytes[i] = source.at(i);
            }
        }
        return new FileImage(bytes, now.length());
    }

    private static Map<String, Object> names(final Path path) throws IOException
    {
        final Map<String, Object> names = new TreeMap<>();
        try (Stream<Path> inner = Files.list(path))
        {
            for (final Path one : (Iterable<Path>)inner::iterator)
            {
                names.put(one.getFileName().toString(), key(one));
            }
        }
        return names;
    }

    private static Object key(final Path path) throws IOException
    {
        return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
    }
}
