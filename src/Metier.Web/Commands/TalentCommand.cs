using System.CommandLine;
using System.Globalization;
using Metier.Matching;
using Metier.Matching.Learning;
using Metier.Talent;

namespace Metier.Web.Commands;

/// <summary><c>talent train</c>, <c>talent weights list</c>, <c>publish N</c>, <c>rollback</c>, <c>rebuild</c>, <c>shortlists</c>.</summary>
internal static class TalentCommand
{
    public static Command Create()
    {
        var command = new Command("talent", "The rankings' weights, and the index that searches are answered from.");
        command.Subcommands.Add(Train());
        var weights = new Command("weights", "The versions of the weights.");
        weights.Subcommands.Add(List());
        weights.Subcommands.Add(Publish());
        weights.Subcommands.Add(RollBack());
        command.Subcommands.Add(weights);
        command.Subcommands.Add(Rebuild());
        command.Subcommands.Add(Shortlists());
        return command;
    }

    private static Command Shortlists()
    {
        var command = new Command(
            "shortlists",
            "Prints whom open jobs are put forward and why, as rows of a table, to read whether they make sense."
        );
        var words = new Option<string>("--title")
        {
            Description = "Only jobs with these words in the title",
            DefaultValueFactory = _ => "",
        };
        var most = new Option<int>("--most") { Description = "People of each", DefaultValueFactory = _ => 10 };
        command.Options.Add(words);
        command.Options.Add(most);
        var arguments = new HostArguments();
        arguments.AddStoreTo(command);
        command.SetAction(
            (parsed, ct) =>
                OneShot.RunAsync(
                    parsed,
                    arguments,
                    async (opened, token) =>
                    {
                        var lists = opened.Get<ShortlistsInWords>();
                        await foreach (
                            var list in lists.RunAsync(parsed.GetValue(words)!, parsed.GetValue(most), token)
                        )
                        {
                            var first = list.Job;
                            foreach (var p in list.People)
                            {
                                await opened.Output.WriteLineAsync(
                                    Line(
                                        $"| {first} | {p.Name}, *{p.Title}*, {p.Rate}{(p.Newcomer ? ", newcomer" : "")} | {p.Why} | {p.Points} |"
                                    )
                                );
                                first = "";
                            }
                        }
                        return 0;
                    },
                    ct
                )
        );
        return command;
    }

    private static Command Train()
    {
        var command = new Command(
            "train",
            "Learns weights from what was shown and chosen, compares them with those in force on searches held out, and keeps "
                + "them as a version to publish. Publishes nothing. Exit code 1 when nothing was learnt."
        );
        var dryRun = new Option<bool>("--dry-run") { Description = "Learns and compares, keeps nothing" };
        command.Options.Add(dryRun);
        return With(
            command,
            async (opened, error, role, parsed, ct) =>
            {
                var trained = await opened.Get<TrainWeights>().RunAsync(role, parsed.GetValue(dryRun), actor: null, ct);
                if (!trained.Ok)
                {
                    await error.WriteLineAsync(trained.Refusals[0].Message);
                    return 1;
                }
                await PrintAsync(opened, trained.Value, parsed.GetValue(dryRun), ct);
                return trained.Value.Weights is null ? 1 : 0;
            }
        );
    }

    private static Command Rebuild()
    {
        var command = new Command(
            "rebuild",
            "Builds the search index from the database, writes its snapshot, and tells every running server to build its own anew."
        );
        var arguments = new HostArguments();
        arguments.AddStoreTo(command);
        command.SetAction(
            (parsed, ct) =>
                OneShot.RunAsync(
                    parsed,
                    arguments,
                    async (opened, token) =>
                    {
                        var index = opened.Get<TalentIndex>();
                        using var bar = ProgressBar.Open(opened.Output);
                        var work = index.RebuildAsync(token);
                        while (await Task.WhenAny(work, Task.Delay(200, token)) != work)
                        {
                            bar.Report(
                                new("Reading freelancers and jobs", (await index.StateAsync(token)).ReadSoFar ?? 0, 0)
                            );
                        }
                        await work;
                        await index.SaveSnapshotAsync(token);
                        await opened.Get<RebuildIndex>().RunAsync(actor: null, token);
                        var state = await index.StateAsync(token);
                        await opened.Output.WriteLineAsync(
                            Line(
                                $"{state.Freelancers} freelancers and {state.Jobs} jobs in {state.BuildTook.TotalSeconds:F1} s. Running servers follow within seconds."
                            )
                        );
                        return 0;
                    },
                    ct
                )
        );
        return command;
    }

    private static Command List() =>
        With(
            new Command("list", "Every version, what it was compared to and which is in force."),
            async (opened, _, role, _, ct) =>
            {
                var versions = opened.Get<WeightsVersions>();
                var current = (await versions.InForceAsync(role, ct)).Version;
                foreach (var own in WeightsVersions.AllOwn(role))
                {
                    await opened.Output.WriteLineAsync(
                        Line($"version {own.Version}  the program’s own{Mark(own.Version, current)}")
                    );
                }
                foreach (
                    var training in (await versions.TrainingsAsync(role, 1_000, ct))
                        .Where(t => t.Weights is not null)
                        .OrderBy(t => t.Weights!.Version)
                )
                {
                    var compared = training.Comparison!;
                    var number = training.Weights!.Version;
                    await opened.Output.WriteLineAsync(
                        Line(
                            $"version {number}  {training.At:yyyy-MM-dd HH:mm}  {compared.Verdict}  against {training.BasedOn}: nDCG@10 {compared.Current.Value:F4} → {compared.Learnt.Value:F4} on {compared.Searches} searches{Mark(number, current)}"
                        )
                    );
                }
                return 0;
            }
        );

    private static Command Publish()
    {
        var command = new Command(
            "publish",
            "Brings a version into force on every node within seconds. Refused when searches held out got worse."
        );
        var number = new Argument<int>("number") { Description = "The version" };
        command.Arguments.Add(number);
        return With(
            command,
            async (opened, error, role, parsed, ct) =>
                await SayAsync(
                    opened,
                    error,
                    await opened.Get<PublishWeights>().RunAsync(role, parsed.GetValue(number), actor: null, ct)
                )
        );
    }

    private static Command RollBack() =>
        With(
            new Command("rollback", "Brings back the version that was in force before."),
            async (opened, error, role, _, ct) =>
                await SayAsync(opened, error, await opened.Get<PublishWeights>().RollBackAsync(role, actor: null, ct))
        );

    private static async Task<int> SayAsync(Opened opened, TextWriter error, Outcome<int> published)
    {
        if (!published.Ok)
        {
            await error.WriteLineAsync(published.Refusals[0].Message);
            return 1;
        }
        await opened.Output.WriteLineAsync(Line($"Version {published.Value} is in force."));
        return 0;
    }

    private static async Task PrintAsync(Opened opened, TrainingView trained, bool dryRun, CancellationToken ct)
    {
        if (trained.Refusal is { } refusal)
        {
            await opened.Output.WriteLineAsync(
                refusal == LearningRefusal.TooFewSearches
                    ? LearningText.RefusedTooFewSearches(Formats.Count(trained.Labelled), Formats.Count(trained.Needed))
                    : LearningText.RefusedNothingToLearn
            );
            return;
        }
        var (learnt, compared) = (trained.Weights!, trained.Comparison!);
        var before = (await opened.Get<WeightsVersions>().WeightsAsync(trained.Role, trained.BasedOn, ct))!;
        await opened.Output.WriteLineAsync(
            Line(
                $"Learnt from {trained.TrainedOn} searches with {trained.Choices} choices; looks at places {(trained.BiasFromData ? "estimated" : "assumed")}."
            )
        );
        foreach (var (was, now) in before.Features.Zip(learnt.Features))
        {
            await opened.Output.WriteLineAsync(
                Line($"{was.Feature, -16} {was.Points, 5} {now.Points, 5} {now.Points - was.Points, 6:+0;-0;0}")
            );
        }
        await opened.Output.WriteLineAsync(
            Line(
                $"nDCG@10 on {compared.Searches} searches held out: {compared.Current.Value:F4} → {compared.Learnt.Value:F4}, difference {compared.Difference.Value:+0.0000;-0.0000;0} ({compared.Difference.Low:+0.0000;-0.0000;0} to {compared.Difference.High:+0.0000;-0.0000;0}); pairs {compared.CurrentPairs:P1} → {compared.LearntPairs:P1}."
            )
        );
        await opened.Output.WriteLineAsync(LearningText.Find("verdict" + compared.Verdict)!);
        if (!dryRun)
        {
            await opened.Output.WriteLineAsync(
                Line(
                    $"Kept as version {learnt.Version}. To publish it: ./metier talent weights publish {learnt.Version}"
                )
            );
        }
    }

    private static Command With(
        Command command,
        Func<Opened, TextWriter, RankingRole, ParseResult, CancellationToken, Task<int>> work
    )
    {
        var arguments = new HostArguments();
        arguments.AddStoreTo(command);
        var role = new Option<string>("--role")
        {
            Description = "freelancers (in the order for a job) or jobs (for a freelancer)",
            DefaultValueFactory = _ => "freelancers",
        };
        role.AcceptOnlyFromAmong("freelancers", "jobs");
        command.Options.Add(role);
        command.SetAction(
            (parsed, ct) =>
                OneShot.RunAsync(
                    parsed,
                    arguments,
                    (opened, token) =>
                        work(
                            opened,
                            parsed.InvocationConfiguration.Error,
                            parsed.GetValue(role) == "jobs"
                                ? RankingRole.JobsForAFreelancer
                                : RankingRole.FreelancersForAJob,
                            parsed,
                            token
                        ),
                    ct
                )
        );
        return command;
    }

    private static string Mark(int number, int current) => number == current ? "  in force" : "";

    private static string Line(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
