namespace Metier.Matching;

/// <summary>Gives out the points and bits of words.</summary>
internal static class TextSteps
{
    public static void Run<TRow>(TextPlan plan, Segment<TRow> segment, Scratch scratch)
        where TRow : struct
    {
        for (var g = 0; g < plan.Groups.Length; g++)
        {
            Run(plan.Groups[g], segment, scratch, plan.InTitle[g], plan.Elsewhere[g], plan.BitsOf(g));
        }

        foreach (var group in plan.Unwanted)
        {
            Run(group, segment, scratch, 0, 0, TextPlan.UnwantedBit);
        }
    }

    /// <summary>Alternatives share a stamp, those of the title first, so that each document gets its best one once.</summary>
    private static void Run<TRow>(
        PlannedGroup group,
        Segment<TRow> segment,
        Scratch scratch,
        ushort title,
        ushort body,
        byte bits
    )
        where TRow : struct
    {
        if (!group.IsSimple)
        {
            var found = scratch.Find(group, segment);
            scratch.Run(new Step(0, title, 0, bits), found.Title);
            scratch.Run(new Step(0, body, 0, bits), found.Body);
            return;
        }

        var stems = group.Stems.IsEmpty ? [] : group.Stems[0];
        var concepts = group.Group.Concepts;
        var stamp = concepts.Length + stems.Length > 1 ? scratch.NextStamp(segment.Count) : (byte)0;
        foreach (var concept in concepts)
        {
            scratch.Run(new Step(0, title, stamp, bits), segment.Postings.Of(Term.Key(TermKind.Skill, concept)));
        }

        foreach (var stem in stems)
        {
            scratch.Run(new Step(0, title, stamp, bits), segment.Postings.Of(Term.Key(TermKind.Title, stem)));
        }

        foreach (var stem in stems)
        {
            scratch.Run(new Step(0, body, stamp, bits), segment.Postings.Of(Term.Key(TermKind.Body, stem)));
        }
    }
}
