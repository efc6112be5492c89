package io.veto.perf.state;

import io.veto.engine.reservoir.WindowRooms;
import io.veto.perf.windows.CardBlock;
import io.veto.perf.windows.CardTraffic;
import io.veto.perf.windows.PeersRules;
import io.veto.rules.language.RuleSet;
import io.veto.rules.language.RuleSetCompiler;
import io.veto.rules.layout.DecisionEncoder;
import io.veto.rules.score.Scorer;
import io.veto.rules.score.ScorerConfig;
import io.veto.rules.window.Key;
import io.veto.rules.window.KeyKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.agrona.IoUtil;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Fills a scorer, saves its state to memory and loads it into a fresh one.
 * <p>
 * <b>Note:</b> one thread.
 */
public final class StateBench
{
    private static final long RATE = 5_000;
    private static final long SEED = 1;

    private final RuleSet ruleSet = RuleSetCompiler.compile(PeersRules.NAME, PeersRules.TEXT);
    private final CardBlock block = new CardBlock();
    private final DecisionEncoder decision = new DecisionEncoder().wrap(new UnsafeBuffer(new byte[DecisionEncoder.ENCODED_LENGTH]), 0);
    private final int cards;
    private final Path folder;

    /**
     * Prepares a run.
     *
     * @param cards  that come once each; all are live in the end.
     * @param folder for the reservoir's files, which is deleted afterwards.
     */
    public StateBench(final int cards, final Path folder)
    {
        this.cards = cards;
        this.folder = folder;
    }

    /**
     * Measures.
     *
     * @return what was measured.
     * @throws IOException if the folder cannot be used.
     */
    public StateResult run() throws IOException
    {
        final Path kept = Files.createDirectories(folder.resolve("kept"));
        final Path keptBefore = Files.createDirectories(folder.resolve("kept-before"));
        try (MemoryState state = new MemoryState(); WindowRooms rooms = new WindowRooms(number -> folder.resolve("room-" + number),
            error -> System.err.println("veto perf state: the reservoir is not read ahead any more: " + error)))
        {
            final Scorer saved = rooms.scorer(ruleSet, ScorerConfig.DEFAULT);
            fill(saved);
            rooms.save(saved, keptBefore, state);
            state.rewind();
            final long beginNs = System.nanoTime();
            rooms.save(saved, kept, state);
            final long savedNs = System.nanoTime();
            final long length = state.length();
            state.rewind();
            final Scorer loaded = rooms.scorer(ruleSet, ScorerConfig.DEFAULT);
            rooms.load(loaded, kept, state);
            final long loadedNs = System.nanoTime();
            answer(loaded);
            final long answeredNs = System.nanoTime();
            answer(saved);
            final long expected = saved.stateHash();
            final long hashNs = System.nanoTime();
            final long actual = loaded.stateHash();
            final long hashedNs = System.nanoTime();
            return new StateResult(loaded.windows().liveKeys(Key.of(KeyKind.CARD)), loaded.windows().retainedEvents(), length,
                savedNs - beginNs, loadedNs - savedNs, answeredNs - loadedNs, hashedNs - hashNs, expected == actual);
        }
        finally
        {
            IoUtil.delete(folder.toFile(), true);
        }
    }

    private void answer(final Scorer scorer)
    {
        scorer.onTransaction(1L << 40, block.transaction(0), decision);
    }

    private void fill(final Scorer scorer)
    {
        final CardTraffic traffic = new CardTraffic(cards, RATE, SEED, true);
        for (long sequence = 1; sequence <= cards;)
        {
            traffic.fill(block);
            for (int i = 0; i < CardBlock.TRANSACTIONS; i++)
            {
                scorer.onTransaction(sequence++, block.transaction(i), decision);
            }
        }
    }
}
