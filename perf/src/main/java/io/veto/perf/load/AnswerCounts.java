package io.veto.perf.load;

/**
 * What a sender was answered.
 *
 * @param answered    answers, each once and in order.
 * @param reviewed    answers that say review.
 * @param challenged  answers that say challenge.
 * @param declined    answers that say decline.
 * @param flagged     answers with any flag in their decision: late, stand-in, rule error, uncounted.
 * @param disconnects times that the connection broke or could not be made.
 */
public record AnswerCounts(long answered, long reviewed, long challenged, long declined, long flagged, long disconnects)
{
    /**
     * What came since an earlier count.
     *
     * @param before the earlier count.
     * @return the differences.
     */
    public AnswerCounts since(final AnswerCounts before)
    {
        return new AnswerCounts(
            answered - before.answered,
            reviewed - before.reviewed,
            challenged - before.challenged,
            declined - before.declined,
            flagged - before.flagged,
            disconnects - before.disconnects);
    }
}
