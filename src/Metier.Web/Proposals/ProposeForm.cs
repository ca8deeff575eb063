using System.Globalization;
using Metier.Jobs;
using Metier.Platform;
using Metier.Proposals;

namespace Metier.Web.Proposals;

/// <summary>A proposal as typed; strings, so that what was typed comes back. A list of which nothing was posted is empty, not null.</summary>
public sealed class ProposeForm
{
    public string? Price { get; set; }
    public string? Letter { get; set; }
    public string? DurationCount { get; set; }
    public string? DurationUnit { get; set; }
    public string? StartOn { get; set; }
    public List<MilestoneRow> Milestones
    {
        get;
        set => field = value ?? [];
    } = [];

    public List<AnswerRow> Answers
    {
        get;
        set => field = value ?? [];
    } = [];

    public List<string> Picks
    {
        get;
        set => field = value ?? [];
    } = [];

    /// <summary>Files that are there and shall go.</summary>
    public List<string> RemoveFiles
    {
        get;
        set => field = value ?? [];
    } = [];

    /// <summary>The button that was pressed: send, change, save, preview, add, or remove-N.</summary>
    public string? Do { get; set; }

    internal ProposalTyped Typed(IReadOnlyList<Upload> files) =>
        new(
            Price,
            Letter,
            DurationCount,
            DurationUnit,
            StartOn,
            [.. Milestones.Select(m => new TypedMilestone(m.Title, m.Amount, m.DueOn))],
            [
                .. Answers
                    .Where(a => Guid.TryParse(a.QuestionId, out _))
                    .Select(a => new TypedAnswer(Guid.Parse(a.QuestionId!), a.Text)),
            ],
            Ids(Picks),
            files,
            Ids(RemoveFiles)
        );

    /// <summary>The draft or the sent proposal as a form; an empty one before the first word.</summary>
    internal static ProposeForm From(ProposalView? view, JobView job) =>
        new()
        {
            Price = view?.Amount is { } amount ? Formats.Typed(amount) : null,
            Letter = view?.Letter,
            DurationCount = view?.DurationCount?.ToString(CultureInfo.InvariantCulture),
            DurationUnit = (view?.DurationUnit ?? Metier.Proposals.DurationUnit.Weeks).ToString(),
            StartOn = Day(view?.StartOn),
            Milestones =
            [
                .. (view?.Milestones ?? []).Select(m => new MilestoneRow
                {
                    Title = m.Title,
                    Amount = Formats.Typed(m.Amount),
                    DueOn = Day(m.DueOn),
                }),
            ],
            Answers =
            [
                .. job.Questions.Select(q => new AnswerRow
                {
                    QuestionId = q.Id.ToString(),
                    Text = view?.Answers.GetValueOrDefault(q.Id),
                }),
            ],
            Picks = [.. (view?.Picks ?? []).Select(p => p.ToString())],
        };

    /// <summary>The form as the draft keeper of the page posts it.</summary>
    internal static ProposeForm From(IFormCollection posted)
    {
        string? One(string name) => posted["Form." + name].FirstOrDefault();
        var form = new ProposeForm
        {
            Price = One("Price"),
            Letter = One("Letter"),
            DurationCount = One("DurationCount"),
            DurationUnit = One("DurationUnit"),
            StartOn = One("StartOn"),
            Picks = [.. posted["Form.Picks"].OfType<string>()],
        };
        for (var i = 0; i < 40 && posted.ContainsKey($"Form.Milestones[{i}].Title"); i++)
        {
            form.Milestones.Add(
                new MilestoneRow
                {
                    Title = One($"Milestones[{i}].Title"),
                    Amount = One($"Milestones[{i}].Amount"),
                    DueOn = One($"Milestones[{i}].DueOn"),
                }
            );
        }
        for (var i = 0; i < 20 && posted.ContainsKey($"Form.Answers[{i}].QuestionId"); i++)
        {
            form.Answers.Add(
                new AnswerRow { QuestionId = One($"Answers[{i}].QuestionId"), Text = One($"Answers[{i}].Text") }
            );
        }
        return form;
    }

    /// <summary>Adds or removes a milestone; true when that was the button, so nothing is saved yet.</summary>
    internal bool ChangeRows()
    {
        if (Do == "add")
        {
            Milestones.Add(new MilestoneRow());
            return true;
        }
        if (
            Do?.StartsWith("remove-", StringComparison.Ordinal) == true
            && int.TryParse(Do[7..], CultureInfo.InvariantCulture, out var at)
            && at >= 0
            && at < Milestones.Count
        )
        {
            Milestones.RemoveAt(at);
            return true;
        }
        return false;
    }

    private static List<Guid> Ids(List<string> typed) =>
        [.. typed.Where(t => Guid.TryParse(t, out _)).Select(t => Guid.Parse(t))];

    private static string? Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public sealed class MilestoneRow
    {
        public string? Title { get; set; }
        public string? Amount { get; set; }
        public string? DueOn { get; set; }
    }

    public sealed class AnswerRow
    {
        public string? QuestionId { get; set; }
        public string? Text { get; set; }
    }
}
