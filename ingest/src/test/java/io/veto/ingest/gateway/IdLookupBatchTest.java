package io.veto.ingest.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.veto.engine.ids.IdAgent;
import io.veto.engine.source.SourceTable;
import io.veto.ingest.wire.FrameDescriptor;
import io.veto.rules.layout.LabelByIdEncoder;
import io.veto.rules.layout.MessageHeaderEncoder;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.agrona.collections.Long2ObjectHashMap;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How many questions of one session are on their way at a time. */
class IdLookupBatchTest
{
    private static final int FRAME_LENGTH = FrameDescriptor.MESSAGE_OFFSET + LabelByIdEncoder.BLOCK_LENGTH;
    private static final int RING_LENGTH = 64 * 1024;
    private static final int SMALL_RING_LENGTH = 512;

    private final SourceTable sources = new SourceTable();
    private final Session session = new Session(1, null, "peer", 0);
    private final Long2ObjectHashMap<Session> sessions = new Long2ObjectHashMap<>();
    private final OneToOneRingBuffer replies = ring(RING_LENGTH);
    private int offset = 0;

    @BeforeEach
    void greet()
    {
        session.state = Session.State.LIVE;
        session.source = sources.add("issuer");
        sessions.put(session.id, session);
    }

    @Test
    void shouldAskForNoMoreThanABatch()
    {
        assertEquals(List.of(IdLookup.BATCH_MAX, IdLookup.BATCH_MAX, 1), batches(2 * IdLookup.BATCH_MAX + 1, ring(RING_LENGTH)));
    }

    @Test
    void shouldAskForAsManyAsThereIsRoomFor()
    {
        assertEquals(List.of(7, 7, 2), batches(16, ring(SMALL_RING_LENGTH)));
    }

    @Test
    void shouldWaitWhereThereIsNoRoomToAsk()
    {
        final OneToOneRingBuffer requests = ring(SMALL_RING_LENGTH);
        while (requests.tryClaim(IdAgent.TYPE, IdAgent.REQUEST_LENGTH) >= 0)
        {
            session.lookupsAsked = 0;
        }
        put(1);

        assertEquals(List.of(true, 0), List.of(lookup(requests).mustWait(session, 0), session.lookupsAsked));
    }

    /** Takes all messages, the index answering the number of the question. */
    private List<Integer> batches(final int messages, final OneToOneRingBuffer requests)
    {
        final IdLookup lookup = lookup(requests);
        for (int number = 1; number <= messages; number++)
        {
            put(number);
        }
        final List<Integer> batches = new ArrayList<>();
        final List<Long> taken = new ArrayList<>();
        long asked = 0;
        for (int number = 1; number <= messages; number++)
        {
            if (lookup.mustWait(session, (number - 1) * FRAME_LENGTH))
            {
                final int batch = session.lookupsAsked;
                batches.add(batch);
                drain(requests);
                for (int i = 0; i < batch; i++)
                {
                    assertEquals(true, lookup.mustWait(session, (number - 1) * FRAME_LENGTH));
                    reply(++asked);
                    lookup.poll(sessions);
                }
            }
            assertEquals(false, lookup.mustWait(session, (number - 1) * FRAME_LENGTH));
            taken.add(lookup.take(session));
            session.source.onMessage(number, number);
        }
        assertEquals(LongStream.rangeClosed(1, messages).boxed().toList(), taken);
        return batches;
    }

    private IdLookup lookup(final OneToOneRingBuffer requests)
    {
        return new IdLookup(() -> 0, sources, requests, replies, true);
    }

    private void put(final long number)
    {
        FrameDescriptor.putHeader(session.inboundBuffer, offset, FRAME_LENGTH, 0, session.source.id(), number, new MessageHeaderEncoder(),
            LabelByIdEncoder.BLOCK_LENGTH, LabelByIdEncoder.TEMPLATE_ID);
        offset += FRAME_LENGTH;
        session.inbound.position(offset);
    }

    private static void drain(final OneToOneRingBuffer requests)
    {
        while (requests.size() > 0)
        {
            requests.read((type, buffer, index, length) -> { });
        }
    }

    private void reply(final long sequence)
    {
        final int index = replies.tryClaim(IdAgent.TYPE, IdAgent.REPLY_LENGTH);
        replies.buffer().putLong(index, session.id);
        replies.buffer().putLong(index + IdAgent.SEQUENCE_OFFSET, sequence);
        replies.commit(index);
    }

    private static OneToOneRingBuffer ring(final int length)
    {
        return new OneToOneRingBuffer(new UnsafeBuffer(ByteBuffer.allocateDirect(length + RingBufferDescriptor.TRAILER_LENGTH)));
    }
}
