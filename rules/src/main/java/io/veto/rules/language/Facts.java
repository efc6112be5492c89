package io.veto.rules.language;

import io.veto.rules.layout.DecisionEncoder;
import io.veto.rules.layout.TransactionDecoder;
import io.veto.rules.list.ListSpec;
import io.veto.rules.list.Lists;
import io.veto.rules.window.KeyKind;
import io.veto.rules.window.WindowEvent;
import io.veto.rules.window.Windows;
import java.util.Arrays;

/**
 * What a condition can see: the fields of a transaction, the windows as they stand for it, and, for filters, the
 * event's own outcome.
 * <p>
 * <b>Note:</b> one thread. Allocates nothing after construction. Keeps what it was told until it is told otherwise: the
 * windows and the outcome do not change when another transaction is wrapped.
 */
public final class Facts
{
    /** The transaction does not tell its local time. */
    static final int NULL_HOUR = -1;

    /** The window has a value. */
    private static final byte THERE = 0;
    /** The window has none. */
    private static final byte MISSING = 1;
    /** The window is loaded when a condition first asks for it. */
    private static final byte UNREAD = 2;
    private static final int MINUTES_OF_HOUR = 60;
    private static final int MINUTES_OF_DAY = 24 * MINUTES_OF_HOUR;
    private static final int MS_OF_MINUTE = 60_000;

    private final long[] windows;
    private final long[] windowHighs;
    private final byte[] states;
    private final long[] hits = new long[DecisionEncoder.hitsLength()];
    private Windows source;
    private Lists lists;
    private ListSpec[] listSpecs;
    private int[] listNumbers;
    private TransactionDecoder transaction;
    private WindowEvent event;
    private long engineTimeMs;
    private boolean fraud;
    private int action;

    /**
     * Makes room for the windows of a rule set.
     *
     * @param windowCount length of {@link RuleSet#windows()}.
     */
    public Facts(final int windowCount)
    {
        windows = new long[windowCount];
        windowHighs = new long[windowCount];
        states = new byte[windowCount];
    }

    /**
     * Reads the fields from a transaction from now on.
     *
     * @param newTransaction that stays wrapped over its message as long as conditions are tested.
     * @return this.
     */
    public Facts wrap(final TransactionDecoder newTransaction)
    {
        transaction = newTransaction;
        return this;
    }

    /**
     * Looks fields up in these lists from now on.
     *
     * @param newLists what was put into lists.
     * @param specs    lists of the rule set, in the order of their indexes.
     * @return this.
     */
    public Facts lists(final Lists newLists, final ListSpec[] specs)
    {
        lists = newLists;
        listSpecs = specs;
        listNumbers = Arrays.stream(specs).mapToInt(l -> newLists.number(l.name(), l.kind())).toArray();
        return this;
    }

    /**
     * Takes the fields that are looked up from an event from now on.
     *
     * @param newEvent        that holds the fields of the transaction.
     * @param newEngineTimeMs against which entries of lists expire, epoch milliseconds.
     * @return this.
     */
    public Facts keys(final WindowEvent newEvent, final long newEngineTimeMs)
    {
        event = newEvent;
        engineTimeMs = newEngineTimeMs;
        return this;
    }

    /**
     * Loads each window from its source when a condition first asks for it, in place of being told it: most conditions are decided before.
     *
     * @param newSource that has just read the transaction; no condition is tested any more once it has appended it.
     * @return this.
     */
    public Facts unread(final Windows newSource)
    {
        source = newSource;
        Arrays.fill(states, UNREAD);
        return this;
    }

    /**
     * Tells what a window holds, where 64 bits are enough.
     *
     * @param index of the window in {@link RuleSet#windows()}.
     * @param value as the window's {@link io.veto.rules.window.Measure} says.
     * @return this.
     */
    public Facts window(final int index, final long value)
    {
        return window(index, value, 0);
    }

    /**
     * Tells what a window holds.
     *
     * @param index of the window in {@link RuleSet#windows()}.
     * @param value as the window's {@link io.veto.rules.window.Measure} says: the lower 64 bits of a sum of squares, the
     *              metres of a distance.
     * @param high  upper 64 bits of a sum of squares, milliseconds of a distance; 0 for the others.
     * @return this.
     */
    public Facts window(final int index, final long value, final long high)
    {
        windows[index] = value;
        windowHighs[index] = high;
        states[index] = THERE;
        return this;
    }

    /**
     * Tells that a window has no value: the transaction has no such key, or there is no event to tell it of.
     *
     * @param index of the window in {@link RuleSet#windows()}.
     * @return this.
     */
    public Facts windowMissing(final int index)
    {
        states[index] = MISSING;
        return this;
    }

    /**
     * Tells the label of the event.
     *
     * @param isFraud whether it is labelled as fraud.
     * @return this.
     */
    public Facts fraud(final boolean isFraud)
    {
        fraud = isFraud;
        return this;
    }

    /**
     * Tells the answer that the event was given.
     *
     * @param newAction raw number of the {@link io.veto.rules.layout.Action}; 0 while there is none.
     * @param newHits   bit {@code i} of the four words is set where rule {@code i} hit; copied.
     * @return this.
     */
    public Facts outcome(final int newAction, final long[] newHits)
    {
        action = newAction;
        System.arraycopy(newHits, 0, hits, 0, hits.length);
        return this;
    }

    /**
     * What a window holds, once {@link #isWindowMissing} has been asked.
     *
     * @param index of the window in {@link RuleSet#windows()}.
     * @return the value, of a sum of squares its lower 64 bits; meaningless where it is missing.
     */
    public long window(final int index)
    {
        return windows[index];
    }

    /**
     * The second half of what a window holds, once {@link #isWindowMissing} has been asked.
     *
     * @param index of the window in {@link RuleSet#windows()}.
     * @return upper 64 bits of a sum of squares, milliseconds of a distance; meaningless where it is missing.
     */
    public long windowHigh(final int index)
    {
        return windowHighs[index];
    }

    /**
     * Whether a window has no value; loads it where nobody has asked before.
     *
     * @param index of the window in {@link RuleSet#windows()}.
     * @return true if it is missing.
     */
    public boolean isWindowMissing(final int index)
    {
        final byte state = states[index];
        return UNREAD == state ? !load(index) : MISSING == state;
    }

    /**
     * A field as lists and windows know it.
     *
     * @param field one that some list of the rule set holds.
     * @return its value; {@link io.veto.rules.window.KeyHash#NULL_KEY} where it is missing.
     */
    public long key(final KeyKind field)
    {
        return event.key(field);
    }

    /**
     * Whether a key is in a list, be it written in the rules or put in since.
     *
     * @param list index of the list in the rule set.
     * @param key  to look for.
     * @return true if it is.
     */
    public boolean isListed(final int list, final long key)
    {
        return Arrays.binarySearch(listSpecs[list].constants(), key) >= 0 ||
            listNumbers[list] >= 0 && lists.contains(listNumbers[list], key, engineTimeMs);
    }

    /**
     * The hour of the day at the merchant.
     *
     * @return 0 to 23; {@link #NULL_HOUR} where it is missing.
     */
    int localHour()
    {
        final short offsetMinutes = transaction.localOffsetMinutes();
        if (TransactionDecoder.localOffsetMinutesNullValue() == offsetMinutes)
        {
            return NULL_HOUR;
        }
        final long minute = Math.floorDiv(transaction.effectiveTimeMs(), (long)MS_OF_MINUTE) + offsetMinutes;
        return (int)Math.floorMod(minute, (long)MINUTES_OF_DAY) / MINUTES_OF_HOUR;
    }

    /**
     * Whether the event is labelled as fraud.
     *
     * @return the label.
     */
    boolean isFraud()
    {
        return fraud;
    }

    /**
     * The answer that the event was given.
     *
     * @return raw number of the action.
     */
    int action()
    {
        return action;
    }

    /**
     * Whether a rule hit the event.
     *
     * @param rule index of the rule.
     * @return whether its bit is set.
     */
    boolean isHit(final int rule)
    {
        return 0 != (hits[rule >>> 6] & 1L << rule);
    }

    /**
     * The transaction's amount.
     *
     * @return minor units.
     */
    long amountMinor()
    {
        return transaction.amountMinor();
    }

    /**
     * The merchant category code.
     *
     * @return the code; 0 where it is missing.
     */
    int mcc()
    {
        return transaction.mcc();
    }

    /**
     * The billing currency.
     *
     * @return its ISO 4217 number; 0 where it is missing.
     */
    int currency()
    {
        return transaction.currency();
    }

    /**
     * The country of the merchant.
     *
     * @return both letters, the first in the higher byte; 0 where it is missing.
     */
    int merchantCountry()
    {
        return (transaction.merchantCountry(0) & 0xFF) << Byte.SIZE | transaction.merchantCountry(1) & 0xFF;
    }

    /**
     * The country of the card.
     *
     * @return both letters, the first in the higher byte; 0 where it is missing.
     */
    int cardCountry()
    {
        return (transaction.cardCountry(0) & 0xFF) << Byte.SIZE | transaction.cardCountry(1) & 0xFF;
    }

    /**
     * The kind of transaction.
     *
     * @return raw number of the {@link io.veto.rules.layout.TransactionType}; may be of none.
     */
    int transactionType()
    {
        return transaction.transactionTypeRaw();
    }

    /**
     * How the card was read.
     *
     * @return raw number of the {@link io.veto.rules.layout.EntryMode}; may be of none.
     */
    int entryMode()
    {
        return transaction.entryModeRaw();
    }

    private boolean load(final int index)
    {
        final boolean isThere = source.load(index);
        if (isThere)
        {
            window(index, source.value(), source.high());
        }
        else
        {
            windowMissing(index);
        }
        return isThere;
    }
}
