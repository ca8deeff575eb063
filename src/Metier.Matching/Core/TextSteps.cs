namespace Metier.Matching;

/// <summary>What words give: points and bits.</summary>
internal static class TextSteps
{
    /// <summary>
    /// The steps of all groups that are simply the documents of a few lists. Alternatives share a stamp, those of the
    /// title first, so that each document gets its best one once.
    /// </summary>
    public static IEnumerable<Step> Of(TextPlan plan)
    {
        // A plan has at most 120 groups, so that stamps suffice.
        var stamp = Scratch.LastOfRanking;
        foreach (var (group, title, body, bits) in All(plan).Where(g => g.Group.IsSimple))
        {
            var stems = group.Stems.IsEmpty ? [] : group.Stems[0];
            var concepts = group.Group.Concepts;
            var own = concepts.Length + stems.Length > 1 ? (byte)++stamp : (byte)0;
            foreach (var concept in concepts)
            {
                yield return new Step(Term.Key(TermKind.Skill, concept), title, own, bits);
            }

            foreach (var stem in stems)
            {
                yield return new Step(Term.Key(TermKind.Title, stem), title, own, bits);
            }

            foreach (var stem in stems)
            {
                yield return new Step(Term.Key(TermKind.Body, stem), body, own, bits);
            }
        }
    }

    /// <summary>Gives what phrases and groups of several words give, whose documents have to be found first.</summary>
    public static void RunOthers<TRow>(TextPlan plan, Segment<TRow> segment, Scratch scratch)
        where TRow : struct
    {
        if (!plan.HasOthers)
        {
            return;
        }

        foreach (var (group, title, body, bits) in All(plan).Where(g => !g.Group.IsSimple))
        {
            var found = scratch.Find(group, segment);
            scratch.Run(new Step(0, title, 0, bits), found.Title);
            scratch.Run(new Step(0, body, 0, bits), found.Body);
        }
    }

    private static IEnumerable<(PlannedGroup Group, ushort Title, ushort Body, byte Bits)> All(TextPlan plan)
    {
        for (var g = 0; g < plan.Groups.Length; g++)
        {
            yield return (plan.Groups[g], plan.InTitle[g], plan.Elsewhere[g], plan.BitsOf(g));
        }

        foreach (var group in plan.Unwanted)
        {
            yield return (group, 0, 0, TextPlan.UnwantedBit);
        }
    }
}
