using System.Text.Json;
using Metier.Platform;

namespace Metier.Payroll;

/// <summary>When the questions must have been answered before work starts.</summary>
public enum ClassificationRule
{
    /// <summary>They can be.</summary>
    Offered,

    /// <summary>What looks like employment does not start as freelance work unless an owner confirms it; not answering is possible.</summary>
    Confirmed,

    /// <summary>They must be, and what looks like employment needs an owner.</summary>
    Required,
}

/// <summary>The operator's settings; configuration section <c>Marketplace:Classification</c>.</summary>
public sealed class ClassificationOptions
{
    /// <summary>The least that holds for every client; a client can be stricter.</summary>
    public ClassificationRule Rule { get; set; } = ClassificationRule.Confirmed;

    /// <summary>Answers are asked for again after so many months.</summary>
    public int RepeatMonths { get; set; } = 12;
}

/// <summary>One time the questions were answered. Never changed: the database refuses it.</summary>
public sealed class ClassificationAnswers
{
    /// <summary>Id, ordered by time.</summary>
    public Guid Id { get; init; }

    /// <summary>The offer of the engagement; its contract has the same answers.</summary>
    public Guid OfferId { get; init; }

    /// <summary>Counts up for an engagement, from 1.</summary>
    public int Number { get; init; }

    /// <summary>The client.</summary>
    public Guid ClientId { get; init; }

    /// <summary>The freelancer.</summary>
    public Guid FreelancerId { get; init; }

    /// <summary>Where the work is done, two letters; empty when not known.</summary>
    public required string Country { get; init; }

    /// <summary>The questions.</summary>
    public required string Pack { get; init; }

    /// <summary>Their version.</summary>
    public int PackVersion { get; init; }

    /// <summary>Question → answer, JSON.</summary>
    public required string AnswersJson { get; init; }

    /// <summary>What they come to.</summary>
    public ClassificationResult Result { get; init; }

    /// <summary>Points.</summary>
    public int Points { get; init; }

    /// <summary>Percent of the most there can be.</summary>
    public int Percent { get; init; }

    /// <summary>The client's own notes; the freelancer never sees them.</summary>
    public string Notes { get; init; } = "";

    /// <summary>Who answered.</summary>
    public Guid AnsweredBy { get; init; }

    /// <summary>When, UTC.</summary>
    public DateTime AnsweredAt { get; init; }

    /// <summary>A mark of the terms they were answered for (<see cref="ClassificationTerms"/>).</summary>
    public required string TermsMark { get; init; }

    /// <summary>The answers as a PDF; a stored file.</summary>
    public Guid FileId { get; init; }

    /// <summary>Question → answer.</summary>
    public IReadOnlyDictionary<string, string> Answers =>
        JsonSerializer.Deserialize<Dictionary<string, string>>(AnswersJson, EventRegistry.Json)!;
}

/// <summary>Why the questions are asked again.</summary>
public enum AskAgain
{
    /// <summary>The terms changed substantially.</summary>
    Terms,

    /// <summary>The answers are old.</summary>
    Time,
}

/// <summary>How the classification of an engagement stands: one row for each offer that was classified.</summary>
public sealed class Classification : IVersioned
{
    /// <summary>The offer.</summary>
    public Guid OfferId { get; init; }

    /// <summary>The client.</summary>
    public Guid ClientId { get; init; }

    /// <summary>The freelancer.</summary>
    public Guid FreelancerId { get; init; }

    /// <summary>The latest answers.</summary>
    public Guid AnswersId { get; internal set; }

    /// <summary>Their number.</summary>
    public int Number { get; internal set; }

    /// <summary>Their result.</summary>
    public ClassificationResult Result { get; internal set; }

    /// <summary>When they were given, UTC.</summary>
    public DateTime AnsweredAt { get; internal set; }

    /// <summary>When they are asked for again by time; null while they already are, and once the engagement is over.</summary>
    public DateTime? DueAt { get; internal set; }

    /// <summary>Since when they are asked for again, UTC.</summary>
    public DateTime? AskedAt { get; internal set; }

    /// <summary>Why.</summary>
    public AskAgain? AskedFor { get; internal set; }

    /// <summary>Which owner confirmed freelance work in spite of the result.</summary>
    public Guid? ConfirmedBy { get; internal set; }

    /// <summary>When, UTC.</summary>
    public DateTime? ConfirmedAt { get; internal set; }

    /// <summary>Why; the client's own words.</summary>
    public string ConfirmReason { get; internal set; } = "";

    /// <inheritdoc/>
    public int Version { get; set; }

    /// <summary>Freelance work may start by what was answered.</summary>
    public bool AllowsFreelance => Result != ClassificationResult.Employment || ConfirmedAt is not null;
}

/// <summary>A client's own rule, at least as strict as the operator's.</summary>
public sealed class ClassificationSetting : IVersioned
{
    /// <summary>The client.</summary>
    public Guid ClientId { get; init; }

    /// <summary>Its rule.</summary>
    public ClassificationRule Rule { get; set; }

    /// <inheritdoc/>
    public int Version { get; set; }
}
