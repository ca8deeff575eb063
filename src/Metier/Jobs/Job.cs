using Metier.Ledger;
using Metier.Platform;

namespace Metier.Jobs;

/// <summary>
/// A job post. <c>Draft → Open → Filled | Closed | Expired</c>, and each of the last three can be opened again. A post
/// stays open for a time after its last activity, which is anything its client does with it.
/// </summary>
internal sealed partial class Job : IVersioned
{
    public Guid Id { get; init; }
    public Guid ClientId { get; init; }

    /// <summary>The person who began it.</summary>
    public Guid WriterId { get; init; }

    public string Title { get; private set; } = "";
    public string Description { get; private set; } = "";

    /// <summary>A trade or sub-category of the taxonomy; null until chosen.</summary>
    public string? CategoryId { get; private set; }

    /// <summary>The language it is written in, <c>en</c> or <c>fr</c>.</summary>
    public required string Language { get; set; }

    public JobSize? Size { get; private set; }
    public JobLength? Length { get; private set; }
    public JobLevel? Level { get; private set; }
    public JobPayment? Payment { get; private set; }

    /// <summary>The client's currency when the draft was begun; a post never changes it.</summary>
    public required string Currency { get; init; }

    /// <summary>The lowest hourly rate the client thinks of; null for fixed prices.</summary>
    public long? PriceMinMinor { get; private set; }

    /// <summary>The budget, or the highest hourly rate.</summary>
    public long? PriceMaxMinor { get; private set; }

    public DateOnly? StartOn { get; private set; }
    public ProofLevel? Proof { get; private set; }
    public JobVisibility Visibility { get; private set; }

    public JobState State { get; private set; }
    public DateTime CreatedAt { get; init; }
    public DateTime SavedAt { get; private set; }

    /// <summary>The person who saved it last.</summary>
    public Guid? SaverId { get; private set; }

    /// <summary>When it was first posted.</summary>
    public DateTime? PostedAt { get; private set; }

    /// <summary>When it expires if nothing happens; null unless open.</summary>
    public DateTime? ExpiresAt { get; private set; }

    /// <summary>When its client is warned of that; null once done.</summary>
    public DateTime? WarnAt { get; private set; }

    public DateTime? ClosedAt { get; private set; }
    public JobCloseReason? CloseReason { get; private set; }

    /// <summary>When a moderator took it away: strangers do not find it and it stays closed.</summary>
    public DateTime? RemovedAt { get; private set; }

    public string CloseNote { get; private set; } = "";

    /// <summary>Contact details found in its words.</summary>
    public ContactKinds Contacts { get; private set; }

    // Counted by JobTally with one statement each, never through a loaded copy.
    public int Proposals { get; private set; }
    public int Invitations { get; private set; }
    public int Interviews { get; private set; }
    public int Hires { get; private set; }

    /// <summary>Set with the first proposal: questions that were answered must not change.</summary>
    public DateTime? QuestionsFrozenAt { get; private set; }

    public int Version { get; set; }

    public List<JobSkill> Skills { get; } = [];
    public List<JobQuestion> Questions { get; } = [];
    public List<JobFile> Files { get; } = [];

    public Currency Money => Ledger.Currency.Of(Currency);

    public bool QuestionsAreFrozen => QuestionsFrozenAt is not null;

    /// <summary>Opens the draft to proposals.</summary>
    public List<Refusal> Post(RuleOptions rules, DateTime now)
    {
        if (State != JobState.Draft)
        {
            return [new Refusal("job_posted", JobsRefusalText.AlreadyPosted)];
        }
        var missing = Missing(rules, DateOnly.FromDateTime(now));
        if (missing.Count == 0)
        {
            State = JobState.Open;
            PostedAt = now;
            Touch(rules, now);
        }
        return missing;
    }

    /// <summary>Opens it again, or gives an open post its whole time anew.</summary>
    public Refusal? Renew(RuleOptions rules, DateTime now)
    {
        if (State == JobState.Draft)
        {
            return new Refusal("job_draft", JobsRefusalText.NotPosted);
        }
        if (RemovedAt is not null)
        {
            return new Refusal("job_removed", JobsRefusalText.Removed);
        }
        State = JobState.Open;
        ClosedAt = null;
        CloseReason = null;
        CloseNote = "";
        Touch(rules, now);
        return null;
    }

    public Refusal? Close(JobCloseReason reason, string note, DateTime now)
    {
        if (State != JobState.Open)
        {
            return new Refusal("job_not_open", JobsRefusalText.NotOpen);
        }
        CloseReason = reason;
        CloseNote = TypedText.Cut(note, LongestCloseNote);
        End(JobState.Closed, now);
        return null;
    }

    /// <summary>A moderator takes it away, open or not.</summary>
    public Refusal? Remove(DateTime now)
    {
        if (RemovedAt is not null)
        {
            return new Refusal("job_removed", JobsRefusalText.Removed);
        }
        RemovedAt = now;
        if (State == JobState.Open)
        {
            CloseReason = JobCloseReason.Other;
            End(JobState.Closed, now);
        }
        return null;
    }

    /// <summary>The removal was a mistake.</summary>
    public void Allow() => RemovedAt = null;

    /// <summary>Its time is over; false when something happened meanwhile.</summary>
    public bool Expire(DateTime now)
    {
        if (State != JobState.Open || ExpiresAt > now)
        {
            return false;
        }
        End(JobState.Expired, now);
        return true;
    }

    public void Fill(DateTime now)
    {
        if (State == JobState.Open)
        {
            End(JobState.Filled, now);
        }
    }

    public void Warned() => WarnAt = null;

    /// <summary>The client did something with it: its time begins anew.</summary>
    public void Touch(RuleOptions rules, DateTime now)
    {
        if (State == JobState.Open)
        {
            ExpiresAt = now.AddDays(rules.JobOpenDays);
            WarnAt = now.AddDays(rules.JobOpenDays - rules.JobWarningDays);
        }
    }

    private void End(JobState state, DateTime now)
    {
        State = state;
        ClosedAt = now;
        ExpiresAt = null;
        WarnAt = null;
    }
}

/// <summary>A skill the job asks for.</summary>
internal sealed class JobSkill
{
    public Guid JobId { get; init; }
    public required string SkillId { get; init; }

    /// <summary>True: a must. False: nice to have.</summary>
    public bool Must { get; set; }

    public int Position { get; set; }
}

/// <summary>A screening question.</summary>
internal sealed class JobQuestion
{
    public Guid Id { get; init; }
    public Guid JobId { get; init; }
    public int Position { get; set; }
    public string Text { get; set; } = "";
    public bool Required { get; set; }
}

/// <summary>A file on the post.</summary>
internal sealed class JobFile
{
    public Guid JobId { get; init; }
    public Guid FileId { get; init; }
    public int Position { get; init; }
}

/// <summary>Somebody who may see a job that is not for everyone: invited, or took part while it was open.</summary>
internal sealed class JobGuest
{
    public Guid JobId { get; init; }
    public Guid MemberId { get; init; }
    public DateTime Since { get; init; }
}
