using System.Globalization;
using Metier.Ledger;
using Metier.Platform;
using Metier.Taxonomy;

namespace Metier.Jobs;

/// <summary>
/// Writing the post. Each page takes over what can be kept, cut to its limit, and answers with what is wrong; a draft may
/// be saved with all of that, a page is only left when nothing is.
/// </summary>
internal sealed partial class Job
{
    public const int LongestTitle = JobLimits.Title;
    public const int LongestDescription = JobLimits.Description;
    public const int LongestQuestion = JobLimits.Question;
    public const int LongestCloseNote = JobLimits.CloseNote;
    public const int MostSkills = JobLimits.Skills;
    public const int MostFiles = JobLimits.Files;

    public List<Refusal> Take(WhatPart typed, SkillCatalogue catalogue)
    {
        var wrong = new List<Refusal>();
        Title = Text(TypedText.Line(typed.Title), LongestTitle, "Form.Title", wrong);
        Description = Text(TypedText.Lines(typed.Description), LongestDescription, "Form.Description", wrong);
        CategoryId = catalogue.Category(typed.Category)?.Id;
        Language = Languages.All.Contains(typed.Language) ? typed.Language! : Language;
        Contacts = ContactDetails.In([Title, Description, .. Questions.Select(q => q.Text)]);
        wrong.AddRange(WhatIsMissing("Form."));
        return wrong;
    }

    public List<Refusal> Take(SkillsPart typed, SkillCatalogue catalogue) => Take(typed, new SkillNames(catalogue));

    public List<Refusal> Take(SkillsPart typed, SkillNames names)
    {
        var wrong = new List<Refusal>();
        var must = Named(typed.MustHave, "Form.MustHave", names, wrong);
        var nice = Named(typed.NiceToHave, "Form.NiceToHave", names, wrong).Except(must).ToList();
        if (must.Count + nice.Count > MostSkills)
        {
            wrong.Add(new Refusal("skills_too_many", JobsRefusalText.SkillsTooMany(MostSkills), "Form.NiceToHave"));
        }
        Ask([.. must.Take(MostSkills)], [.. nice.Take(Math.Max(0, MostSkills - must.Count))]);
        Size = Codes.Read<JobSize>(typed.Size);
        Length = Codes.Read<JobLength>(typed.Length);
        Level = Codes.Read<JobLevel>(typed.Level);
        wrong.AddRange(SkillsAreMissing("Form."));
        return wrong;
    }

    public List<Refusal> Take(PricePart typed, RuleOptions rules, DateOnly today)
    {
        var wrong = new List<Refusal>();
        if (QuestionsAreFrozen && Codes.Read<JobPayment>(typed.Payment) != Payment)
        {
            // Prices that were proposed would mean something else.
            return [new Refusal("payment_frozen", JobsRefusalText.PaymentFrozen, "Form.Payment")];
        }
        Payment = Codes.Read<JobPayment>(typed.Payment);
        PriceMinMinor = null;
        PriceMaxMinor = null;
        if (Payment == JobPayment.FixedPrice)
        {
            PriceMaxMinor = Amount(typed.Budget, "Form.Budget", wrong);
        }
        else if (Payment == JobPayment.Hourly)
        {
            PriceMinMinor = Amount(typed.RateFrom, "Form.RateFrom", wrong);
            PriceMaxMinor = Amount(typed.RateTo, "Form.RateTo", wrong);
        }
        StartOn = Day(typed.StartOn, wrong);
        foreach (var missing in PriceIsMissing("Form.", rules, today))
        {
            if (wrong.TrueForAll(w => w.Field != missing.Field))
            {
                wrong.Add(missing);
            }
        }
        return wrong;
    }

    /// <summary>Questions keep their ids by place, so that a draft answer stays with its question.</summary>
    public List<Refusal> Take(QuestionsPart typed, RuleOptions rules, TimeProvider clock)
    {
        var wrong = new List<Refusal>();
        var wanted = typed
            .Questions.Select(
                (q, i) =>
                    (
                        Text: Text(TypedText.Line(q.Text), LongestQuestion, $"Form.Questions[{i}].Text", wrong),
                        q.Required
                    )
            )
            .Where(q => q.Text.Length > 0)
            .ToList();
        if (wanted.Count > rules.ScreeningQuestions)
        {
            wrong.Add(
                new Refusal(
                    "questions_too_many",
                    JobsRefusalText.QuestionsTooMany(rules.ScreeningQuestions),
                    "Form.Questions"
                )
            );
            wanted.RemoveRange(rules.ScreeningQuestions, wanted.Count - rules.ScreeningQuestions);
        }
        var asked = Questions.OrderBy(q => q.Position).ToList();
        if (asked.Select(q => (q.Text, q.Required)).SequenceEqual(wanted))
        {
            return wrong;
        }
        if (QuestionsAreFrozen)
        {
            return [new Refusal("questions_frozen", JobsRefusalText.QuestionsFrozen)];
        }
        for (var i = 0; i < wanted.Count; i++)
        {
            var question = i < asked.Count ? asked[i] : new JobQuestion { Id = Ids.New(clock), JobId = Id };
            (question.Text, question.Required, question.Position) = (wanted[i].Text, wanted[i].Required, i);
            if (i >= asked.Count)
            {
                Questions.Add(question);
            }
        }
        Questions.RemoveAll(q => asked.IndexOf(q) >= wanted.Count);
        Contacts = ContactDetails.In([Title, Description, .. Questions.Select(q => q.Text)]);
        return wrong;
    }

    public List<Refusal> Take(AudiencePart typed)
    {
        Visibility = Codes.Read<JobVisibility>(typed.Visibility) ?? Visibility;
        Proof = Payment == JobPayment.Hourly ? Codes.Read<ProofLevel>(typed.Proof) ?? Proof : null;
        return [.. AudienceIsMissing("Form.")];
    }

    /// <summary>Why so many more files are too many; null when there is room.</summary>
    public Refusal? RoomForFiles(int more) =>
        Files.Count + more > MostFiles
            ? new Refusal("files_too_many", JobsRefusalText.FilesTooMany(MostFiles), "Form.Files")
            : null;

    /// <summary>Files stored in the same transaction.</summary>
    public void Attach(IEnumerable<Guid> files)
    {
        var next = Files.Count == 0 ? 0 : Files.Max(f => f.Position) + 1;
        Files.AddRange(
            files.Select(file => new JobFile
            {
                JobId = Id,
                FileId = file,
                Position = next++,
            })
        );
    }

    public void Detach(Guid file) => Files.RemoveAll(f => f.FileId == file);

    /// <summary>Somebody else saved it since <paramref name="seen"/>: what is being sent was written on something older.</summary>
    public bool ChangedSince(DateTime? seen, Guid by) =>
        seen is { } at && SavedAt > at && SaverId is { } saver && saver != by;

    public void Saved(Guid by, DateTime now) => (SaverId, SavedAt) = (by, now);

    /// <summary>Everything that still has to be said before it can be posted; fields are named by page: <c>What.Title</c>.</summary>
    public List<Refusal> Missing(RuleOptions rules, DateOnly today) =>
        [
            .. WhatIsMissing("What."),
            .. SkillsAreMissing("Skills."),
            .. PriceIsMissing("Price.", rules, today),
            .. AudienceIsMissing("Form."),
        ];

    private IEnumerable<Refusal> WhatIsMissing(string page)
    {
        if (Title.Length == 0)
        {
            yield return new Refusal("title_empty", JobsRefusalText.TitleEmpty, page + "Title");
        }
        if (Description.Length == 0)
        {
            yield return new Refusal("description_empty", JobsRefusalText.DescriptionEmpty, page + "Description");
        }
        if (CategoryId is null)
        {
            yield return new Refusal("category_empty", JobsRefusalText.CategoryEmpty, page + "Category");
        }
    }

    private IEnumerable<Refusal> SkillsAreMissing(string page)
    {
        if (!Skills.Exists(s => s.Must))
        {
            yield return new Refusal("skills_empty", JobsRefusalText.SkillsEmpty, page + "MustHave");
        }
        if (Size is null)
        {
            yield return new Refusal("size_empty", JobsRefusalText.SizeEmpty, page + "Size");
        }
        if (Length is null)
        {
            yield return new Refusal("length_empty", JobsRefusalText.LengthEmpty, page + "Length");
        }
        if (Level is null)
        {
            yield return new Refusal("level_empty", JobsRefusalText.LevelEmpty, page + "Level");
        }
    }

    private IEnumerable<Refusal> PriceIsMissing(string page, RuleOptions rules, DateOnly today)
    {
        if (Payment is null)
        {
            yield return new Refusal("payment_empty", JobsRefusalText.PaymentEmpty, page + "Payment");
        }
        else if (Payment == JobPayment.FixedPrice && !(PriceMaxMinor >= Money.Major(rules.SmallestMilestone).Minor))
        {
            var least = Formats.Money(Money.Major(rules.SmallestMilestone));
            yield return new Refusal("budget_low", JobsRefusalText.AmountAtLeast(least), page + "Budget");
        }
        else if (Payment == JobPayment.Hourly)
        {
            var floor = Money.Major(rules.LowestHourlyRate);
            if (!(PriceMinMinor >= floor.Minor))
            {
                yield return new Refusal(
                    "rate_low",
                    JobsRefusalText.AmountAtLeast(Formats.Money(floor)),
                    page + "RateFrom"
                );
            }
            if (PriceMaxMinor is null || PriceMaxMinor < PriceMinMinor)
            {
                yield return new Refusal("rate_order", JobsRefusalText.RateOrder, page + "RateTo");
            }
        }
        if (StartOn < today && State == JobState.Draft)
        {
            yield return new Refusal("start_past", JobsRefusalText.StartPast, page + "StartOn");
        }
    }

    private IEnumerable<Refusal> AudienceIsMissing(string page)
    {
        if (Payment == JobPayment.Hourly && Proof is null)
        {
            yield return new Refusal("proof_empty", JobsRefusalText.ProofEmpty, page + "Proof");
        }
    }

    private static string Text(string text, int most, string field, List<Refusal> wrong)
    {
        if (text.Length > most)
        {
            wrong.Add(new Refusal("too_long", PlatformText.TooLong(most), field));
        }
        return TypedText.Cut(text, most);
    }

    private static List<string> Named(string? typed, string field, SkillNames names, List<Refusal> wrong)
    {
        var found = new List<string>();
        foreach (var word in SkillNames.Split(typed))
        {
            if (names.Id(word) is { } skill)
            {
                found.Add(skill);
            }
            else
            {
                wrong.Add(new Refusal("skill_unknown", JobsRefusalText.SkillUnknown(TypedText.Cut(word, 60)), field));
            }
        }
        return [.. found.Distinct()];
    }

    private void Ask(IReadOnlyList<string> must, IReadOnlyList<string> nice)
    {
        var wanted = must.Select(s => (Id: s, Must: true)).Concat(nice.Select(s => (Id: s, Must: false))).ToList();
        Skills.RemoveAll(s => wanted.TrueForAll(w => w.Id != s.SkillId));
        for (var i = 0; i < wanted.Count; i++)
        {
            var skill = Skills.Find(s => s.SkillId == wanted[i].Id);
            if (skill is null)
            {
                Skills.Add(skill = new JobSkill { JobId = Id, SkillId = wanted[i].Id });
            }
            (skill.Must, skill.Position) = (wanted[i].Must, i);
        }
    }

    private long? Amount(string? typed, string field, List<Refusal> wrong)
    {
        var reading = MoneyParser.Read(typed, Money, out var amount);
        if (MoneyParser.Problem(reading, Money) is { } problem)
        {
            wrong.Add(new Refusal("amount", problem, field));
            return null;
        }
        if (amount > Money.Major(HighestPrice))
        {
            wrong.Add(
                new Refusal(
                    "amount_high",
                    JobsRefusalText.AmountAtMost(Formats.Money(Money.Major(HighestPrice))),
                    field
                )
            );
            return null;
        }
        return amount.Minor;
    }

    /// <summary>The highest budget or rate, in major units: beyond it, it is a slip of the finger.</summary>
    private const int HighestPrice = 10_000_000;

    private static DateOnly? Day(string? typed, List<Refusal> wrong)
    {
        if (string.IsNullOrWhiteSpace(typed))
        {
            return null;
        }
        if (
            DateOnly.TryParseExact(
                typed.Trim(),
                ["yyyy-MM-dd", "dd/MM/yyyy", "d/M/yyyy"],
                CultureInfo.InvariantCulture,
                DateTimeStyles.None,
                out var day
            )
        )
        {
            return day;
        }
        wrong.Add(new Refusal("day", JobsRefusalText.Day, "Form.StartOn"));
        return null;
    }
}

/// <summary>Reads the values of enums as forms post them: by name, nothing else.</summary>
internal static class Codes
{
    public static T? Read<T>(string? typed)
        where T : struct, Enum =>
        Enum.GetNames<T>().Contains(typed, StringComparer.Ordinal) ? Enum.Parse<T>(typed!) : null;
}
