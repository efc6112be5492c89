package io.veto.ingest.feed;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * The rows that the reversals of a file give back: where the journal holds the last one offered of each transaction id.
 * <p>
 * <b>Note:</b> single-threaded.
 */
final class Originals
{
    /** No earlier row has that transaction id. */
    static final long NULL_SEQUENCE = 0;
    /** The row is offered and not answered yet. */
    static final long PENDING = -1;

    private final Map<String, Place> places = new HashMap<>();

    private static final class Place
    {
        private long messageNumber;
        private long sequence = NULL_SEQUENCE;
    }

    Originals(final Collection<String> transactionIds)
    {
        for (final String transactionId : transactionIds)
        {
            places.put(transactionId, new Place());
        }
    }

    void onOffered(final String transactionId, final long messageNumber)
    {
        final Place place = places.get(transactionId);
        if (place != null)
        {
            place.messageNumber = messageNumber;
            place.sequence = PENDING;
        }
    }

    void onAnswered(final String transactionId, final long messageNumber, final long sequence)
    {
        final Place place = places.get(transactionId);
        if (place != null && place.messageNumber == messageNumber)
        {
            place.sequence = sequence;
        }
    }

    long sequence(final String transactionId)
    {
        final Place place = places.get(transactionId);
        return place == null ? NULL_SEQUENCE : place.sequence;
    }
}
