using System.Globalization;
using System.Text.Json;
using Metier.Jobs;
using Metier.Ledger;
using Metier.Platform;

namespace Metier.Proposals;

/// <summary>A milestone as typed; one without title and amount is left out.</summary>
public sealed record TypedMilestone(string? Title, string? Amount, string? DueOn);

/// <summary>An answer as typed.</summary>
public sealed record TypedAnswer(Guid QuestionId, string? Text);

/// <summary>
/// A proposal as typed; field names of refusals are <c>Form.</c> and the name of the property. <paramref name="Price"/> is
/// the price of the whole, or the hourly rate; <paramref name="DurationUnit"/> a name of the enum; dates yyyy-MM-dd.
/// </summary>
public sealed record ProposalTyped(
    string? Price,
    string? Letter,
    string? DurationCount,
    string? DurationUnit,
    string? StartOn,
    IReadOnlyList<TypedMilestone> Milestones,
    IReadOnlyList<TypedAnswer> Answers,
    IReadOnlyList<Guid> Picks,
    IReadOnlyList<Upload>? Files = null,
    IReadOnlyList<Guid>? RemoveFiles = null
);

/// <summary>Writing the proposal: takes over what can be kept, cut to its limit, and says what is wrong.</summary>
internal sealed partial class Proposal
{
    public const int LongestLetter = 1_500;
    public const int LongestAnswer = 1_000;
    public const int LongestNote = 1_000;
    public const int LongestMilestone = 100;
    public const int MostMilestones = 20;
    public const int MostFiles = 10;
    public const int MostPicks = 4;

    /// <summary>The highest price in major units: beyond it, it is a slip of the finger.</summary>
    private const int HighestPrice = 10_000_000;

    private const int LongestDuration = 400;

    public List<Refusal> Write(ProposalTyped typed, JobView job, RuleOptions rules, DateTime now)
    {
        var wrong = new List<Refusal>();
        AmountMinor = Amount(
            typed.Price,
            "Form.Price",
            Hourly ? rules.LowestHourlyRate : rules.SmallestMilestone,
            wrong
        );
        Split(typed.Milestones, rules, wrong);
        Letter = Text(TypedText.Lines(typed.Letter), LongestLetter, "Form.Letter", wrong);
        DurationCount = Duration(typed.DurationCount, wrong);
        DurationUnit = Enum.GetNames<DurationUnit>().Contains(typed.DurationUnit)
            ? Enum.Parse<DurationUnit>(typed.DurationUnit!)
            : DurationUnit;
        StartOn = Day(typed.StartOn, "Form.StartOn", wrong);
        Answer(typed.Answers, job, wrong);
        wrong.AddRange(Missing(job).Where(m => wrong.TrueForAll(w => w.Field != m.Field)));
        Contacts = ContactDetails.In([Letter, .. Answers.Select(a => a.Text), .. Milestones.Select(m => m.Title)]);
        SavedAt = now;
        return wrong;
    }

    /// <summary>Everything its reader reads, in one text: two are equal when nothing was changed.</summary>
    public string Terms =>
        JsonSerializer.Serialize(
            new
            {
                AmountMinor,
                Letter,
                DurationCount,
                DurationUnit,
                StartOn,
                Milestones = Milestones
                    .OrderBy(m => m.Position)
                    .Select(m => (object[])[m.Title, m.AmountMinor, $"{m.DueOn:O}"]),
                Answers = Answers
                    .Where(a => a.Text.Length > 0)
                    .OrderBy(a => a.QuestionId)
                    .Select(a => (object[])[a.QuestionId, a.Text]),
                Files = Files.Select(f => f.FileId).Order(),
                Picks = Picks.OrderBy(p => p.Position).Select(p => p.ItemId),
            }
        );

    /// <summary>Its terms changed after it was sent.</summary>
    public void Changed(DateTime now) => EditedAt = now;

    /// <summary>What still has to be said before it can be sent.</summary>
    public IEnumerable<Refusal> Missing(JobView job)
    {
        if (AmountMinor is null)
        {
            yield return new Refusal("price_empty", ProposalsRefusalText.PriceEmpty, "Form.Price");
        }
        else if (Milestones.Count > 0 && Milestones.Sum(m => m.AmountMinor) != AmountMinor)
        {
            var sum = Formats.Money(Money.Minor(Milestones.Sum(m => m.AmountMinor)));
            var price = Formats.Money(Money.Minor(AmountMinor.Value));
            yield return new Refusal(
                "milestones_sum",
                ProposalsRefusalText.MilestonesSum(sum, price),
                "Form.Milestones[0].Amount"
            );
        }
        if (Letter.Length == 0)
        {
            yield return new Refusal("letter_empty", ProposalsRefusalText.LetterEmpty, "Form.Letter");
        }
        if (DurationCount is null)
        {
            yield return new Refusal("duration_empty", ProposalsRefusalText.DurationEmpty, "Form.DurationCount");
        }
        for (var i = 0; i < job.Questions.Count; i++)
        {
            var question = job.Questions[i];
            if (question.Required && !Answers.Exists(a => a.QuestionId == question.Id && a.Text.Length > 0))
            {
                yield return new Refusal(
                    "answer_empty",
                    ProposalsRefusalText.AnswerEmpty(i + 1),
                    $"Form.Answers[{i}].Text"
                );
            }
        }
    }

    /// <summary>Pieces of the freelancer's own portfolio, which the caller has checked.</summary>
    public void Show(IReadOnlyList<Guid> items)
    {
        var wanted = items.Distinct().Take(MostPicks).ToList();
        Picks.RemoveAll(p => !wanted.Contains(p.ItemId));
        for (var i = 0; i < wanted.Count; i++)
        {
            if (Picks.Find(p => p.ItemId == wanted[i]) is { } kept)
            {
                kept.Position = i;
            }
            else
            {
                Picks.Add(
                    new ProposalPick
                    {
                        ProposalId = Id,
                        ItemId = wanted[i],
                        Position = i,
                    }
                );
            }
        }
    }

    /// <summary>Why so many more files are too many; null when there is room.</summary>
    public Refusal? RoomForFiles(int more) =>
        Files.Count + more > MostFiles
            ? new Refusal("files_too_many", ProposalsRefusalText.FilesTooMany(MostFiles), "Form.Files")
            : null;

    /// <summary>Files stored in the same transaction.</summary>
    public void Attach(IEnumerable<Guid> files)
    {
        var next = Files.Count == 0 ? 0 : Files.Max(f => f.Position) + 1;
        Files.AddRange(
            files.Select(file => new ProposalFile
            {
                ProposalId = Id,
                FileId = file,
                Position = next++,
            })
        );
    }

    public void Detach(Guid file) => Files.RemoveAll(f => f.FileId == file);

    private void Split(IReadOnlyList<TypedMilestone> typed, RuleOptions rules, List<Refusal> wrong)
    {
        var wanted = new List<ProposalMilestone>();
        for (var i = 0; i < typed.Count && !Hourly; i++)
        {
            var field = $"Form.Milestones[{i}].";
            var title = Text(TypedText.Line(typed[i].Title), LongestMilestone, field + "Title", wrong);
            if (title.Length == 0 && string.IsNullOrWhiteSpace(typed[i].Amount))
            {
                continue;
            }
            if (title.Length == 0)
            {
                wrong.Add(new Refusal("milestone_title", ProposalsRefusalText.MilestoneTitle, field + "Title"));
            }
            if (
                Amount(typed[i].Amount, field + "Amount", rules.SmallestMilestone, wrong) is { } amount
                && title.Length > 0
            )
            {
                wanted.Add(
                    new ProposalMilestone
                    {
                        ProposalId = Id,
                        Position = wanted.Count,
                        Title = title,
                        AmountMinor = amount,
                        DueOn = Day(typed[i].DueOn, field + "DueOn", wrong),
                    }
                );
            }
        }
        if (wanted.Count > MostMilestones)
        {
            wrong.Add(
                new Refusal(
                    "milestones_many",
                    ProposalsRefusalText.MilestonesMany(MostMilestones),
                    "Form.Milestones[0].Title"
                )
            );
            wanted.RemoveRange(MostMilestones, wanted.Count - MostMilestones);
        }
        // Rows are changed in place: a new row with the key of a removed one would collide with it.
        Milestones.RemoveAll(m => m.Position >= wanted.Count);
        foreach (var milestone in wanted)
        {
            if (Milestones.Find(m => m.Position == milestone.Position) is { } kept)
            {
                (kept.Title, kept.AmountMinor, kept.DueOn) = (milestone.Title, milestone.AmountMinor, milestone.DueOn);
            }
            else
            {
                Milestones.Add(milestone);
            }
        }
    }

    private void Answer(IReadOnlyList<TypedAnswer> typed, JobView job, List<Refusal> wrong)
    {
        Answers.RemoveAll(a => !job.Questions.Any(q => q.Id == a.QuestionId));
        for (var i = 0; i < job.Questions.Count; i++)
        {
            var id = job.Questions[i].Id;
            var text = Text(
                TypedText.Lines(typed.FirstOrDefault(a => a.QuestionId == id)?.Text),
                LongestAnswer,
                $"Form.Answers[{i}].Text",
                wrong
            );
            var answer = Answers.Find(a => a.QuestionId == id);
            if (answer is not null)
            {
                answer.Text = text;
            }
            else if (text.Length > 0)
            {
                Answers.Add(
                    new ProposalAnswer
                    {
                        ProposalId = Id,
                        QuestionId = id,
                        Text = text,
                    }
                );
            }
        }
    }

    private long? Amount(string? typed, string field, int least, List<Refusal> wrong)
    {
        var reading = MoneyParser.Read(typed, Money, out var amount);
        var floor = Money.Major(least);
        var problem =
            MoneyParser.Problem(reading, Money)
            ?? (
                amount < floor ? ProposalsRefusalText.AmountAtLeast(Formats.Money(floor))
                : amount > Money.Major(HighestPrice)
                    ? ProposalsRefusalText.AmountAtMost(Formats.Money(Money.Major(HighestPrice)))
                : null
            );
        if (problem is not null)
        {
            wrong.Add(new Refusal("amount", problem, field));
            return null;
        }
        return amount.Minor;
    }

    private static int? Duration(string? typed, List<Refusal> wrong)
    {
        if (string.IsNullOrWhiteSpace(typed))
        {
            return null;
        }
        if (
            int.TryParse(typed.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            && count is >= 1 and <= LongestDuration
        )
        {
            return count;
        }
        wrong.Add(new Refusal("duration", ProposalsRefusalText.Duration(LongestDuration), "Form.DurationCount"));
        return null;
    }

    private static DateOnly? Day(string? typed, string field, List<Refusal> wrong)
    {
        if (string.IsNullOrWhiteSpace(typed))
        {
            return null;
        }
        string[] forms = ["yyyy-MM-dd", "dd/MM/yyyy", "d/M/yyyy"];
        if (DateOnly.TryParseExact(typed.Trim(), forms, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            return day;
        }
        wrong.Add(new Refusal("day", ProposalsRefusalText.Day, field));
        return null;
    }

    private static string Text(string text, int most, string field, List<Refusal> wrong)
    {
        if (text.Length > most)
        {
            wrong.Add(new Refusal("too_long", PlatformText.TooLong(most), field));
        }
        return TypedText.Cut(text, most);
    }
}
