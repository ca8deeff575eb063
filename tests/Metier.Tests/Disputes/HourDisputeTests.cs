using Metier.Contracts;
using Metier.Diary;
using Metier.Disputes;
using Metier.Invoicing;
using Metier.Platform;
using Metier.Tests.Contracts;
using Metier.Tests.Diary;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Metier.Tests.Disputes;

/// <summary>rules.md 4 by example: named, accepted, contested, silent, ruled, cancelled; and only what is disputed waits.</summary>
public sealed class HourDisputeTests
{
    private static readonly int NineOClock = DiaryTime.Of(new DateTime(2026, 11, 24, 9, 0, 0, DateTimeKind.Utc));

    /// <summary>Five hours on Tuesday, every second segment without activity, billed and in review.</summary>
    private static async Task<WeekScene> BilledAsync(Store store)
    {
        var scene = await WeekScene.StartAsync(store);
        await scene.LogAsync("2026-11-24 09:00", 300, Coverage.Covered, Coverage.Idle);
        await scene.GoToAsync(WeekScene.Lock.AddMinutes(1));
        return scene;
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task Accepted_hours_go_back_with_their_fees_and_the_others_are_released_on_time(Store store)
    {
        await using var scene = await BilledAsync(store);
        var id = ContractScenes.Sure(await scene.DisputeAsync("2:00"));
        var week = await scene.WeekAsync();
        Assert.Equal((WeekState.Disputed, 12_400), (week.State, week.DisputedMinor));
        var contract = await scene.ContractAsync();
        Assert.True(contract.IsPaused);
        Assert.NotNull(contract.HoursDisputedSince);
        await scene.Host.SettleAsync();
        Assert.Equal(1, await scene.MailsAsync("zoe", "Heures en litige"));

        ContractScenes.Sure(await scene.AnswerAsync(id, accept: true));
        await scene.Host.SettleAsync();
        var dispute = await scene.HoursAsync(id);
        Assert.Equal((HourDisputeOutcome.Accepted, 12_400), (dispute.Outcome, dispute.ToClientMinor));
        Assert.Equal(31_000 - 12_400, await scene.InAccountAsync());
        // 310.00 + 8.53 charged; 124.00 and two fifths of the fee are back.
        Assert.Equal(31_853 - 12_400 - 341, await scene.PaidAsync());
        Assert.Equal(WeekState.Review, (await scene.WeekAsync()).State);
        Assert.False((await scene.ContractAsync()).IsPaused);
        Assert.Equal("once_only", (await scene.DisputeAsync("1:00")).Refusals[0].Code);
        Assert.Equal("dispute_closed", (await scene.CancelAsync(id)).Refusals[0].Code);

        await scene.GoToAsync(WeekScene.ReviewEnd.AddMinutes(1));
        Assert.Equal((16_740, 0), await scene.FreelancerAsync());
        Assert.Equal(WeekState.Released, (await scene.WeekAsync()).State);
        Assert.Equal(3, (await scene.InvoicesAsync()).Count(i => i.Kind == InvoiceKind.CreditNote));
        await scene.BooksBalanceAsync();
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task An_arbiter_rules_segment_by_segment_and_only_the_disputed_hours_waited(Store store)
    {
        await using var scene = await BilledAsync(store);
        var arbiter = await scene.Host.MemberAsync("Ruth Arbiter", roles: StaffRoles.Arbiter);
        // Two covered and two idle segments.
        int[] starts = [NineOClock, NineOClock + 10, NineOClock + 20, NineOClock + 30];
        var id = ContractScenes.Sure(await scene.DisputeAsync(null, [.. starts.Select(s => $"{s}")]));
        Assert.Equal(4_133, (await scene.HoursAsync(id)).HeldMinor);
        Assert.Equal("dispute_state", (await scene.RuleAsync(id, arbiter)).Refusals[0].Code);
        ContractScenes.Sure(await scene.AnswerAsync(id, accept: false));
        await scene.Host.SettleAsync();
        Assert.Equal(1, await scene.MailsAsync("ruth", "wait for a ruling"));

        await scene.GoToAsync(WeekScene.ReviewEnd.AddMinutes(1));
        var week = await scene.WeekAsync();
        Assert.Equal((WeekState.Disputed, 31_000 - 4_133L), (week.State, week.ReleasedMinor));
        Assert.Equal(4_133, await scene.InAccountAsync());
        Assert.Equal("not_found", (await scene.RuleAsync(id, scene.Client)).Refusals[0].Code);

        ContractScenes.Sure(await scene.RuleAsync(id, arbiter, NineOClock + 10));
        await scene.Host.SettleAsync();
        var dispute = await scene.HoursAsync(id);
        Assert.Equal((HourDisputeOutcome.Reviewed, 1_033L), (dispute.Outcome, dispute.ToClientMinor));
        week = await scene.WeekAsync();
        Assert.Equal(
            (WeekState.Released, 31_000 - 1_033L, 1_033L),
            (week.State, week.ReleasedMinor, week.RefundedMinor)
        );
        Assert.Equal(0, await scene.InAccountAsync());
        Assert.False((await scene.ContractAsync()).IsPaused);
        Assert.Equal(1, await scene.MailsAsync("zoe", "est terminé"));
        await scene.BooksBalanceAsync();
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task Silence_contests_after_three_days_and_without_a_ruling_protection_decides(Store store)
    {
        await using var scene = await BilledAsync(store);
        var id = ContractScenes.Sure(await scene.DisputeAsync("5:00"));
        var opened = (await scene.HoursAsync(id)).OpenedAt;
        Assert.Equal(31_000, (await scene.WeekAsync()).DisputedMinor);
        await scene.GoToAsync(opened.AddDays(3).AddMinutes(-1));
        Assert.Equal(HourDisputeState.Disputed, (await scene.HoursAsync(id)).State);
        await scene.GoToAsync(opened.AddDays(3).AddMinutes(1));
        Assert.Equal(HourDisputeState.Contested, (await scene.HoursAsync(id)).State);
        Assert.Equal("dispute_state", (await scene.AnswerAsync(id, accept: false)).Refusals[0].Code);

        await scene.GoToAsync(opened.AddDays(33).AddMinutes(5));
        var dispute = await scene.HoursAsync(id);
        Assert.Equal((HourDisputeOutcome.NoRuling, 15_500L), (dispute.Outcome, dispute.ToClientMinor));
        await scene.Host.AdvanceAsync(TimeSpan.FromDays(6));
        Assert.Equal((0, 13_950), await scene.FreelancerAsync());
        Assert.Equal(WeekState.Released, (await scene.WeekAsync()).State);
        await scene.BooksBalanceAsync();
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task The_client_takes_it_back_and_nothing_is_lost(Store store)
    {
        await using var scene = await BilledAsync(store);
        Assert.Equal("nothing_named", (await scene.DisputeAsync(null)).Refusals[0].Code);
        Assert.Equal("more_than_billed", (await scene.DisputeAsync("5:01")).Refusals[0].Code);
        Assert.Equal("either", (await scene.DisputeAsync("1:00", [$"{NineOClock}"])).Refusals[0].Code);
        var id = ContractScenes.Sure(await scene.DisputeAsync("0:45"));
        ContractScenes.Sure(await scene.CancelAsync(id));
        await scene.GoToAsync(WeekScene.ReviewEnd.AddMinutes(1));
        Assert.Equal((27_900, 0), await scene.FreelancerAsync());
        Assert.Equal("once_only", (await scene.DisputeAsync("1:00")).Refusals[0].Code);
        await scene.BooksBalanceAsync();
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task Through_the_pages_with_the_evidence_preselected_by_protection(Store store)
    {
        await using var scene = await BilledAsync(store);
        var arbiter = await scene.Host.MemberAsync("Ruth Arbiter", roles: StaffRoles.Arbiter);
        using var client = await scene.Host.SignedInAsync(scene.Client);
        using var freelancer = await scene.Host.SignedInAsync(scene.Freelancer);
        using var judge = await scene.Host.SignedInAsync(arbiter);
        using var stranger = await scene.Host.SignedInAsync(
            await scene.Host.MemberAsync("Sam Stranger", client: true, freelancer: true)
        );

        var weeks = await client.GetAsync($"/en/contracts/{scene.Contract}/weeks");
        Assert.Contains("In review", weeks.Text, StringComparison.Ordinal);
        var week = await client.GetAsync($"/en/weeks/{scene.Week}");
        Assert.Contains("€310.00", week.Text, StringComparison.Ordinal);
        var form = await client.GetAsync(week.Document.QuerySelector("a[href$='/dispute']")!.GetAttribute("href")!);
        var missing = await form.SubmitAsync("textarea[name='Form.Reason']");
        Assert.Equal(422, (int)missing.Status);
        var many = await form.SubmitAsync(
            "textarea[name='Form.Reason']",
            new Dictionary<string, string?> { ["Form.Hours"] = "999", ["Form.Reason"] = "Nothing came of it" }
        );
        Assert.Contains("Enter 5 h at most", many.Text, StringComparison.Ordinal);
        var opened = await form.SubmitAsync(
            "textarea[name='Form.Reason']",
            new Dictionary<string, string?> { ["Form.Hours"] = "0:30", ["Form.Reason"] = "Nothing came of it" }
        );
        Assert.StartsWith("/en/hours-disputes/", opened.Path, StringComparison.Ordinal);
        var id = Guid.Parse(opened.Path.Split('/', '?')[3]);
        var minutes = await scene.Host.InScopeAsync(s =>
            s.GetRequiredService<MetierDb>().Set<HourDisputeSegment>().Where(x => x.DisputeId == id).ToListAsync()
        );
        Assert.Equal(3, minutes.Count);
        Assert.All(minutes, m => Assert.Equal(Coverage.Idle, m.Coverage));

        foreach (
            var path in new[]
            {
                $"/en/weeks/{scene.Week}",
                $"/en/hours-disputes/{id}",
                $"/en/contracts/{scene.Contract}/weeks",
                $"/en/weeks/{scene.Week}/dispute",
            }
        )
        {
            Assert.Equal(404, (int)(await stranger.GetAsync(path)).Status);
        }

        var french = await freelancer.GetAsync($"/fr/litiges-heures/{id}");
        Assert.Contains("Heures en litige", french.Text, StringComparison.Ordinal);
        var contested = await french.SubmitAsync(
            "textarea[name='Form.Text']",
            new Dictionary<string, string?> { ["Form.Text"] = "I was thinking" }
        );
        Assert.Contains("Un arbitre", contested.Text, StringComparison.Ordinal);

        Assert.Contains(
            "API rebuild",
            (await judge.GetAsync("/en/admin/disputes/hours")).Text,
            StringComparison.Ordinal
        );
        var evidence = await judge.GetAsync($"/en/admin/disputes/hours/{id}");
        Assert.Equal(3, evidence.Document.QuerySelectorAll("input[name='Form.ToClient'][checked]").Length);
        Assert.Contains("0 of 10 min active", evidence.Text, StringComparison.Ordinal);
        // The minutes of each segment are there to be read.
        Assert.Equal(30, evidence.Document.QuerySelectorAll("details tbody tr").Length);
        // Nothing is ruled before the amounts were looked at.
        var look = await evidence.SubmitAsync(
            "textarea[name='Form.Reasons']",
            new Dictionary<string, string?>
            {
                ["Form.Reasons"] = "No activity",
                ["Form.ToClient"] = $"{minutes[0].Start}",
            }
        );
        Assert.Contains("1 of 3 segments", look.Text, StringComparison.Ordinal);
        Assert.Contains("€10.33", look.Text, StringComparison.Ordinal);
        Assert.Contains("€20.67", look.Text, StringComparison.Ordinal);
        Assert.Equal(HourDisputeState.Contested, (await scene.HoursAsync(id)).State);
        var ruled = await look.SubmitAsync("input[name='Form.Sure']");
        Assert.Contains("An arbiter ruled", ruled.Text, StringComparison.Ordinal);
        Assert.Equal(1_033, (await scene.HoursAsync(id)).ToClientMinor);
        Assert.True(
            await scene.Host.InScopeAsync(s =>
                s.GetRequiredService<MetierDb>()
                    .Set<AuditEntry>()
                    .AnyAsync(a => a.Action == "hours_dispute.evidence_seen" && a.MemberId == arbiter.MemberId)
            )
        );
        Assert.Contains(
            "An arbiter ruled",
            (await client.GetAsync($"/en/hours-disputes/{id}")).Text,
            StringComparison.Ordinal
        );
        await scene.BooksBalanceAsync();
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task Both_sides_bring_files_and_the_arbiter_sees_them(Store store)
    {
        await using var scene = await BilledAsync(store);
        var arbiter = await scene.Host.MemberAsync("Ruth Arbiter", roles: StaffRoles.Arbiter);
        using var client = await scene.Host.SignedInAsync(scene.Client);
        using var freelancer = await scene.Host.SignedInAsync(scene.Freelancer);
        using var judge = await scene.Host.SignedInAsync(arbiter);
        using var stranger = await scene.Host.SignedInAsync(
            await scene.Host.MemberAsync("Sam Stranger", client: true, freelancer: true)
        );
        var form = await client.GetAsync($"/en/weeks/{scene.Week}/dispute");
        var opened = await form.SubmitAsync(
            "textarea[name='Form.Reason']",
            new Dictionary<string, string?> { ["Form.Hours"] = "0:30", ["Form.Reason"] = "Nothing came of it" },
            [("Form.Files", "board.txt", "The board of that day"u8.ToArray())]
        );
        Assert.StartsWith("/en/hours-disputes/", opened.Path, StringComparison.Ordinal);
        var id = Guid.Parse(opened.Path.Split('/', '?')[3]);
        Assert.Contains("board.txt", opened.Text, StringComparison.Ordinal);

        var page = await freelancer.GetAsync($"/fr/litiges-heures/{id}");
        Assert.Contains("board.txt", page.Text, StringComparison.Ordinal);
        var contested = await page.SubmitAsync(
            "textarea[name='Form.Text']",
            new Dictionary<string, string?> { ["Form.Text"] = "I was thinking" },
            [("Form.Files", "notes.txt", "Thoughts"u8.ToArray())]
        );
        Assert.Contains("notes.txt", contested.Text, StringComparison.Ordinal);
        // More can be said until somebody rules; without words a file says nothing.
        var wordless = await contested.SubmitAsync(
            "textarea[name='Say.Text']",
            files: [("Say.Files", "more.txt", "More"u8.ToArray())]
        );
        Assert.Equal(422, (int)wordless.Status);
        Assert.NotEmpty(wordless.Document.QuerySelectorAll("[id='Say.Text-err'], .err"));
        var more = await (await client.GetAsync($"/en/hours-disputes/{id}")).SubmitAsync(
            "textarea[name='Say.Text']",
            new Dictionary<string, string?> { ["Say.Text"] = "See the second board" },
            [("Say.Files", "second.txt", "The second board"u8.ToArray())]
        );
        Assert.Contains("second.txt", more.Text, StringComparison.Ordinal);
        await scene.Host.SettleAsync();
        Assert.Equal(1, await scene.MailsAsync("zoe", "Nouvelle déclaration"));

        var evidence = await judge.GetAsync($"/en/admin/disputes/hours/{id}");
        foreach (var name in (string[])["board.txt", "notes.txt", "second.txt"])
        {
            Assert.Contains(name, evidence.Text, StringComparison.Ordinal);
        }
        var link = evidence
            .Document.QuerySelectorAll("a")
            .First(a => a.TextContent.Contains("board.txt", StringComparison.Ordinal))
            .GetAttribute("href")!;
        using var file = await judge.Http.GetAsync(link);
        Assert.Equal("The board of that day", await file.Content.ReadAsStringAsync());
        Assert.Equal(404, (int)(await stranger.GetAsync($"/en/hours-disputes/{id}")).Status);
        Assert.Equal(404, (int)(await stranger.GetAsync($"/en/admin/disputes/hours/{id}")).Status);

        ContractScenes.Sure(await scene.RuleAsync(id, arbiter));
        var late = await scene.Host.InScopeAsync(s =>
            s.GetRequiredService<AddHourEvidence>()
                .RunAsync(new(Guid.CreateVersion7(), id, "One more thing", []), "Say", scene.Freelancer, default)
        );
        Assert.Equal("dispute_closed", Assert.Single(late.Refusals).Code);
    }
}
