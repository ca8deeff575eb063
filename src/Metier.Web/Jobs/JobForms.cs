using System.Globalization;
using Metier.Jobs;

namespace Metier.Web.Jobs;

/// <summary>The first page as typed.</summary>
public sealed class WhatForm
{
    /// <summary>The id of a draft that was not saved yet.</summary>
    public string? Id { get; set; }
    public string? Title { get; set; }
    public string? Description { get; set; }
    public string? Category { get; set; }
    public string? Language { get; set; }
    public string? Seen { get; set; }

    /// <summary>The button: save, upload, or remove-ID.</summary>
    public string? Do { get; set; }

    internal Guid? Removed =>
        Do?.StartsWith("remove-", StringComparison.Ordinal) == true && Guid.TryParse(Do[7..], out var id) ? id : null;

    /// <summary>A button about files: the page stays.</summary>
    internal bool IsAboutFiles => Do == "upload" || Removed is not null;

    /// <summary>Nothing would be cut off by keeping it as it is.</summary>
    internal bool Fits =>
        (Title?.Trim().Length ?? 0) <= JobLimits.Title && (Description?.Trim().Length ?? 0) <= JobLimits.Description;

    internal WhatPart Part(IReadOnlyList<Upload> files) => new(Title, Description, Category, Language, files, Removed);

    internal static WhatForm From(JobView job) =>
        new()
        {
            Title = job.Title,
            Description = job.Description,
            Category = job.CategoryId,
            Language = job.Language,
        };
}

/// <summary>The second page as typed.</summary>
public sealed class SkillsForm
{
    public string? MustHave { get; set; }
    public string? NiceToHave { get; set; }
    public string? Size { get; set; }
    public string? Length { get; set; }
    public string? Level { get; set; }

    /// <summary>Names to add as skills.</summary>
    public List<string>? New { get; set; }
    public string? Seen { get; set; }

    /// <summary>The button: save, or add-SKILL.</summary>
    public string? Do { get; set; }

    internal SkillsPart Part => new(MustHave, NiceToHave, Size, Length, Level, New);
}

/// <summary>The third page as typed.</summary>
public sealed class PriceForm
{
    public string? Payment { get; set; }
    public string? Budget { get; set; }
    public string? RateFrom { get; set; }
    public string? RateTo { get; set; }
    public string? StartOn { get; set; }
    public string? Seen { get; set; }

    internal PricePart Part => new(Payment, Budget, RateFrom, RateTo, StartOn);

    internal static PriceForm From(JobView job) =>
        new()
        {
            Payment = job.Payment?.ToString(),
            Budget = job is { Payment: JobPayment.FixedPrice, PriceMax: { } budget } ? Formats.Typed(budget) : null,
            RateFrom = job is { Payment: JobPayment.Hourly, PriceMin: { } from } ? Formats.Typed(from) : null,
            RateTo = job is { Payment: JobPayment.Hourly, PriceMax: { } to } ? Formats.Typed(to) : null,
            StartOn = job.StartOn?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        };
}

/// <summary>The fourth page as typed.</summary>
public sealed class QuestionsForm
{
    /// <summary>The rows; a form without any leaves them out.</summary>
    public List<QuestionTyped> Questions
    {
        get;
        set => field = value ?? [];
    } = [];
    public string? Seen { get; set; }

    /// <summary>The button: save, add, add-N (a suggestion), remove-N.</summary>
    public string? Do { get; set; }

    internal QuestionsPart Part => new([.. Questions.Select(q => new TypedQuestion(q.Text, q.Required == "true"))]);

    internal static QuestionsForm From(JobView job) =>
        new()
        {
            Questions =
            [
                .. job.Questions.Select(q => new QuestionTyped
                {
                    Text = q.Text,
                    Required = q.Required ? "true" : null,
                }),
            ],
        };

    /// <summary>Adds or removes a row; true when that was the button, so nothing is saved yet.</summary>
    internal bool ChangeRows(IReadOnlyList<string> suggestions, int most)
    {
        if (Do is null or "save")
        {
            return false;
        }
        var at = int.TryParse(
            Do[(Do.IndexOf('-', StringComparison.Ordinal) + 1)..],
            CultureInfo.InvariantCulture,
            out var n
        )
            ? n
            : -1;
        if (Do.StartsWith("remove-", StringComparison.Ordinal) && at >= 0 && at < Questions.Count)
        {
            Questions.RemoveAt(at);
        }
        else if (Do.StartsWith("add", StringComparison.Ordinal))
        {
            // A suggestion takes the place of the empty row that waits for one.
            Questions.RemoveAll(q => at >= 0 && string.IsNullOrWhiteSpace(q.Text));
            if (Questions.Count < most)
            {
                Questions.Add(new QuestionTyped { Text = at >= 0 && at < suggestions.Count ? suggestions[at] : null });
            }
        }
        return true;
    }
}

/// <summary>A question as typed.</summary>
public sealed class QuestionTyped
{
    public string? Text { get; set; }

    /// <summary>"true" when ticked.</summary>
    public string? Required { get; set; }
}

/// <summary>What the last page asks, as chosen.</summary>
public sealed class AudienceForm
{
    public string? Visibility { get; set; }
    public string? Proof { get; set; }
    public string? Seen { get; set; }

    internal AudiencePart Part => new(Visibility, Proof);
}

/// <summary>What the forms of a post and their autosave have in common.</summary>
internal static class JobFormParts
{
    /// <summary>When the job was last saved, as a hidden field carries it.</summary>
    public static string Stamp(DateTime savedAt) => savedAt.Ticks.ToString(CultureInfo.InvariantCulture);

    public static DateTime? Seen(string? stamp) =>
        long.TryParse(stamp, NumberStyles.None, CultureInfo.InvariantCulture, out var ticks)
        && ticks <= DateTime.MaxValue.Ticks
            ? new DateTime(ticks, DateTimeKind.Utc)
            : null;

    /// <summary>A page of the post from the fields that its form sends; null for a page there is not.</summary>
    public static JobPart? Read(string page, IFormCollection form) =>
        page switch
        {
            "what" => new WhatPart(
                Value("Title", form),
                Value("Description", form),
                Value("Category", form),
                Value("Language", form)
            ),
            "skills" => new SkillsPart(
                Value("MustHave", form),
                Value("NiceToHave", form),
                Value("Size", form),
                Value("Length", form),
                Value("Level", form),
                [.. form["Form.New"].OfType<string>()]
            ),
            "price" => new PricePart(
                Value("Payment", form),
                Value("Budget", form),
                Value("RateFrom", form),
                Value("RateTo", form),
                Value("StartOn", form)
            ),
            "questions" => new QuestionsPart([
                .. Enumerable
                    .Range(0, 20)
                    .TakeWhile(i => form.ContainsKey($"Form.Questions[{i}].Text"))
                    .Select(i => new TypedQuestion(
                        Value($"Questions[{i}].Text", form),
                        Value($"Questions[{i}].Required", form) == "true"
                    )),
            ]),
            "check" => new AudiencePart(Value("Visibility", form), Value("Proof", form)),
            _ => null,
        };

    private static string? Value(string field, IFormCollection form) => form["Form." + field].FirstOrDefault();
}
