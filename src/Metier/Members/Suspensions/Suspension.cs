using Metier.Platform;

namespace Metier.Members;

/// <summary>Why somebody was suspended.</summary>
public enum SuspensionReason
{
    /// <summary>Took or tried to take money by deceit.</summary>
    Fraud,

    /// <summary>Is not who they say they are.</summary>
    FalseIdentity,

    /// <summary>Led others to pay outside the marketplace.</summary>
    PaymentOutside,

    /// <summary>Threatened or insulted people.</summary>
    Harassment,

    /// <summary>Wrote to many what few asked for.</summary>
    Spam,

    /// <summary>Posted what the law forbids.</summary>
    IllegalContent,

    /// <summary>Showed the work of others as their own.</summary>
    StolenWork,

    /// <summary>Somebody else seems to have got into the account.</summary>
    AccountTaken,

    /// <summary>Anything else; the text says what.</summary>
    Other,
}

/// <summary>
/// A suspension with everything that was decided about it. While it runs, the person cannot begin anything and is shown to
/// nobody; what they had begun can be finished and their money stays theirs: contracts, balances, withdrawals and
/// documents stay open to them. A person has one running suspension at most.
/// </summary>
public sealed class Suspension : IVersioned
{
    /// <summary>The longest text of a decision or an appeal, in characters.</summary>
    public const int LongestText = 2_000;

    /// <summary>The longest name of a rule.</summary>
    public const int LongestRule = 200;

    /// <summary>Id.</summary>
    public Guid Id { get; init; }

    /// <summary>Who is suspended.</summary>
    public Guid MemberId { get; init; }

    /// <summary>Why.</summary>
    public SuspensionReason Reason { get; init; }

    /// <summary>What happened, in words for the person.</summary>
    public required string Text { get; init; }

    /// <summary>The rule it broke, as the operator's terms name it.</summary>
    public required string Rule { get; init; }

    /// <summary>Since when, UTC.</summary>
    public DateTime SuspendedAt { get; init; }

    /// <summary>Who decided it.</summary>
    public Guid SuspendedBy { get; init; }

    /// <summary>When the person appealed; once per suspension.</summary>
    public DateTime? AppealedAt { get; private set; }

    /// <summary>What they said.</summary>
    public string AppealText { get; private set; } = "";

    /// <summary>When an answer is due.</summary>
    public DateTime? AnswerBy { get; private set; }

    /// <summary>When the appeal was answered.</summary>
    public DateTime? AnsweredAt { get; private set; }

    /// <summary>Who answered.</summary>
    public Guid? AnsweredBy { get; private set; }

    /// <summary>The answer.</summary>
    public string Answer { get; private set; } = "";

    /// <summary>When it ended; null while it runs.</summary>
    public DateTime? LiftedAt { get; private set; }

    /// <summary>Who ended it.</summary>
    public Guid? LiftedBy { get; private set; }

    /// <summary>Why it ended, in words for the person.</summary>
    public string LiftText { get; private set; } = "";

    /// <inheritdoc/>
    public int Version { get; set; }

    /// <summary>An appeal waits for its answer.</summary>
    public bool AppealWaits => AppealedAt is not null && AnsweredAt is null && LiftedAt is null;

    /// <summary>The person disagrees, once.</summary>
    internal Refusal? Appeal(string text, DateTime answerBy, DateTime now)
    {
        if (LiftedAt is not null || AppealedAt is not null)
        {
            return new Refusal("appeal_once", SuspensionText.AppealOnce);
        }
        (AppealText, AppealedAt, AnswerBy) = (text, now, answerBy);
        return null;
    }

    /// <summary>The appeal is refused; the suspension goes on.</summary>
    internal Refusal? Uphold(string text, Guid by, DateTime now)
    {
        if (!AppealWaits)
        {
            return new Refusal("appeal_none", SuspensionText.AppealNone);
        }
        (Answer, AnsweredAt, AnsweredBy) = (text, now, by);
        return null;
    }

    /// <summary>It ends; an appeal that waits is answered with it.</summary>
    internal Refusal? Lift(string text, Guid by, DateTime now)
    {
        if (LiftedAt is not null)
        {
            return new Refusal("not_suspended", SuspensionText.NotSuspended);
        }
        if (AppealWaits)
        {
            (Answer, AnsweredAt, AnsweredBy) = (text, now, by);
        }
        (LiftText, LiftedAt, LiftedBy) = (text, now, by);
        return null;
    }
}

/// <summary>Somebody was suspended: what shows them to strangers must stop.</summary>
public sealed record MemberSuspended(Guid MemberId, Guid? ClientId);

/// <summary>A suspension ended: what was hidden comes back.</summary>
public sealed record MemberRestored(Guid MemberId, Guid? ClientId);
