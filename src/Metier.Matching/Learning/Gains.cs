namespace Metier.Matching.Learning;

/// <summary>What came of showing somebody.</summary>
[Flags]
public enum Outcomes
{
    None = 0,

    /// <summary>The profile or job was opened.</summary>
    Viewed = 1,

    /// <summary>An invitation was sent; for jobs, a proposal.</summary>
    Invited = 2,

    /// <summary>The invitation was answered with a proposal.</summary>
    Replied = 4,

    /// <summary>The two talked: a first message was written.</summary>
    Talked = 8,

    Hired = 16,

    /// <summary>The contract ended with the work paid and nobody unhappy.</summary>
    EndedWell = 32,

    /// <summary>The two needed somebody to decide between them.</summary>
    Disputed = 64,
}

/// <summary>
/// How much each outcome is worth to the learning. These numbers are published; what comes later in the way to a good
/// contract is worth more, because a click is cheap and a hire is not.
/// </summary>
public static class Gains
{
    public const int View = 1;
    public const int Invitation = 5;
    public const int Reply = 5;
    public const int Talk = 5;
    public const int Hire = 20;

    /// <summary>On top of the hire.</summary>
    public const int GoodEnd = 10;

    /// <summary>Taken away, down to nothing at the least.</summary>
    public const int Dispute = 15;

    /// <summary>The worth of the furthest step reached, with the good end added and the dispute taken away; 0 to 30.</summary>
    public static int Of(Outcomes outcomes)
    {
        var furthest =
            outcomes.HasFlag(Outcomes.Hired) ? Hire
            : outcomes.HasFlag(Outcomes.Talked) ? Talk
            : outcomes.HasFlag(Outcomes.Replied) ? Reply
            : outcomes.HasFlag(Outcomes.Invited) ? Invitation
            : outcomes.HasFlag(Outcomes.Viewed) ? View
            : 0;
        var after =
            (outcomes.HasFlag(Outcomes.EndedWell) ? GoodEnd : 0) - (outcomes.HasFlag(Outcomes.Disputed) ? Dispute : 0);
        return Math.Max(0, furthest + after);
    }

    /// <summary>
    /// What a gain weighs in the learning: log2(1 + gain), so that one hire counts as much as four to five views and not as
    /// twenty, which keeps a few lucky contracts from deciding alone.
    /// </summary>
    public static double Weight(int gain) => Math.Log2(1 + Math.Max(0, gain));
}
