using System.Net;
using Metier.Jobs;
using Metier.Ledger;
using Metier.Members;
using Metier.Payments;
using Metier.Platform;
using Metier.Profiles;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Metier.Tests.Admin;

/// <summary>
/// A suspension closes everything new and hides the person; what had begun can be finished and money stays theirs.
/// </summary>
public class SuspensionTests
{
    private static readonly Dictionary<string, string?> Why = new()
    {
        ["Suspend.Reason"] = "PaymentOutside",
        ["Suspend.Rule"] = "Terms, 4.2",
        ["Suspend.Text"] = "You asked to be paid outside.",
    };

    private static async Task<Page> SuspendAsync(AdminScene scene, Guid memberId)
    {
        using var moderator = await scene.Host.SignedInAsync(scene.Operator);
        var page = await (await moderator.GetAsync($"/en/admin/people/{memberId}")).SubmitAsync("#suspend form", Why);
        await scene.Host.SettleAsync();
        return page;
    }

    private static async Task<Page> SignInAsync(Browser browser, string email) =>
        await (await browser.GetAsync("/en/login")).SubmitAsync(
            "main form",
            new Dictionary<string, string?> { ["Form.Email"] = email, ["Form.Password"] = "correct horse battery" }
        );

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task A_suspended_freelancer_is_told_is_hidden_and_can_finish_and_be_paid(Store store)
    {
        await using var scene = await AdminScene.StartAsync(store);
        using var before = await scene.Host.SignedInAsync(scene.Freelancer);
        await scene.AskAsync<EditIntro, Outcome<Done>>(e =>
            e.RunAsync(new("Illustrator", "I draw.", "", null), scene.Freelancer, CancellationToken.None)
        );
        Assert.NotNull(await ProfileAsync(scene, null));

        var page = await SuspendAsync(scene, scene.Freelancer.MemberId);
        Assert.Contains("You asked to be paid outside.", page.Text, StringComparison.Ordinal);
        // Sessions have ended: the old one is a visitor's.
        Assert.StartsWith("/en/login", (await before.GetAsync("/en/dashboard")).Path, StringComparison.Ordinal);
        Assert.Null(await ProfileAsync(scene, null));
        Assert.Null(await ProfileAsync(scene, scene.Client));
        var mail = Assert.Single(await scene.Host.MailsAsync(), m => m.Subject == "Votre compte est suspendu");
        Assert.Contains("Terms, 4.2", mail.Text, StringComparison.Ordinal);

        using var browser = scene.Host.Visitor();
        var told = await SignInAsync(browser, scene.Freelancer.Email);
        Assert.Equal("/en/suspended", told.Path);
        Assert.Contains("Payment outside the marketplace", told.Text, StringComparison.Ordinal);
        Assert.Contains("You asked to be paid outside.", told.Text, StringComparison.Ordinal);
        foreach (var closed in new[] { "/en/dashboard", "/en/account-needs", $"/en/offers/{Guid.NewGuid()}" })
        {
            Assert.Equal("/en/suspended", (await browser.GetAsync(closed)).Path);
        }

        await FinishAsync(scene, browser);
    }

    /// <summary>The client approves, and the suspended person withdraws what they earned.</summary>
    private static async Task FinishAsync(AdminScene scene, Browser suspended)
    {
        Assert.Equal(HttpStatusCode.OK, (await suspended.GetAsync($"/en/contracts/{scene.ContractId}")).Status);
        using var client = await scene.Host.SignedInAsync(scene.Client);
        var review = await client.GetAsync($"/en/contracts/{scene.ContractId}/milestones");
        await review.SubmitAsync("#release form, dialog form[action*='/release'], form[action*='/release']");
        var method = await (await suspended.GetAsync("/en/money/getting-paid")).SubmitAsync(
            "form.form",
            new Dictionary<string, string?>
            {
                ["Form.Destination"] = "DE89 3704 0044 0532 0130 00",
                ["Form.HolderName"] = "Zoe Freelance",
            }
        );
        Assert.Contains("DE •••• 3000", method.Text, StringComparison.Ordinal);
        await scene.Host.AdvanceAsync(TimeSpan.FromDays(6));
        var parts = await (await suspended.GetAsync("/en/money/withdraw")).SubmitAsync(
            "form.form",
            new Dictionary<string, string?> { ["Form.Amount"] = "1000" }
        );
        var sent = await parts.SubmitAsync("main form");
        Assert.StartsWith("/en/money/payouts/", sent.Path, StringComparison.Ordinal);
        Assert.Equal(
            8_000,
            (
                await scene.AskAsync<LedgerBook, Money>(b =>
                    b.BalanceAsync(
                        LedgerAccount.FreelancerAvailable(scene.Freelancer.MemberId, Currency.Eur),
                        CancellationToken.None
                    )
                )
            ).Minor
        );
    }

    private static Task<ProfileView?> ProfileAsync(AdminScene scene, Actor? visitor) =>
        scene.AskAsync<ProfileViews, ProfileView?>(p =>
            p.FindAsync(scene.Freelancer.MemberId, visitor, related: false, CancellationToken.None)
        );

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task A_suspended_clients_jobs_are_gone_and_come_back_when_it_is_lifted(Store store)
    {
        await using var scene = await AdminScene.StartAsync(store);
        var job = await Jobs.JobScenes.PostedAsync(scene.Host, scene.Client, "Second book");
        await SuspendAsync(scene, scene.Client.MemberId);
        Assert.Null(await JobAsync(scene, job));
        Assert.Empty(await SearchableAsync(scene));

        using var moderator = await scene.Host.SignedInAsync(scene.Operator);
        var person = $"/en/admin/people/{scene.Client.MemberId}";
        var silent = await (await moderator.GetAsync(person)).SubmitAsync("form:has([name='Lift.Text'])");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, silent.Status);
        var lifted = await silent.SubmitAsync(
            "form:has([name='Lift.Text'])",
            new Dictionary<string, string?> { ["Lift.Text"] = "A misunderstanding." }
        );
        Assert.Contains("Earlier suspensions", lifted.Text, StringComparison.Ordinal);
        Assert.NotNull(await JobAsync(scene, job));
        Assert.Single(await SearchableAsync(scene), j => j.Id == job);
        await scene.Host.SettleAsync();
        Assert.Single(await scene.Host.MailsAsync(), m => m.Subject == "Your account is open again");
        using var client = scene.Host.Visitor();
        Assert.Equal("/en/dashboard", (await SignInAsync(client, scene.Client.Email)).Path);
    }

    private static Task<JobView?> JobAsync(AdminScene scene, Guid id) =>
        scene.AskAsync<JobViews, JobView?>(j => j.FindAsync(id, null, CancellationToken.None));

    private static Task<IReadOnlyList<JobView>> SearchableAsync(AdminScene scene) =>
        scene.AskAsync<JobViews, IReadOnlyList<JobView>>(j => j.SearchableAsync(null, 100, CancellationToken.None));

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task An_appeal_is_answered_by_somebody_else_within_seven_days(Store store)
    {
        await using var scene = await AdminScene.StartAsync(store);
        var second = await scene.Host.MemberAsync("Mo Moderator", roles: StaffRoles.Moderator);
        await SuspendAsync(scene, scene.Freelancer.MemberId);
        using var browser = scene.Host.Visitor();
        var told = await SignInAsync(browser, scene.Freelancer.Email);
        var empty = await told.SubmitAsync("main form", new Dictionary<string, string?> { ["Form.Text"] = " " });
        Assert.Single(empty.Errors);
        var appealed = await empty.SubmitAsync(
            "main form",
            new Dictionary<string, string?> { ["Form.Text"] = "It was not me." }
        );
        Assert.Contains("in 7 days", appealed.Text, StringComparison.Ordinal);

        using var first = await scene.Host.SignedInAsync(scene.Operator);
        Assert.Contains(
            "Appeals against suspensions",
            (await first.GetAsync("/en/admin")).Text,
            StringComparison.Ordinal
        );
        var person = $"/en/admin/people/{scene.Freelancer.MemberId}";
        var answer = new Dictionary<string, string?> { ["Answer.Text"] = "We looked again." };
        var own = await (await first.GetAsync(person)).SubmitAsync("button[value=grant]", answer);
        Assert.Contains("somebody else has to answer", string.Join(' ', own.Text), StringComparison.Ordinal);
        using var other = await scene.Host.SignedInAsync(second);
        var granted = await (await other.GetAsync(person)).SubmitAsync("button[value=grant]", answer);
        Assert.Contains("Earlier suspensions", granted.Text, StringComparison.Ordinal);
        Assert.Equal("/en/dashboard", (await browser.GetAsync("/en/dashboard")).Path);
    }

    [Fact]
    public async Task A_suspension_needs_a_reason_a_rule_and_a_text_and_never_hits_staff()
    {
        await using var scene = await AdminScene.StartAsync(Store.Sqlite);
        using var browser = await scene.Host.SignedInAsync(scene.Operator);
        var page = await (await browser.GetAsync($"/en/admin/people/{scene.Freelancer.MemberId}")).SubmitAsync(
            "#suspend form",
            new Dictionary<string, string?> { ["Suspend.Text"] = "Kept as typed", ["Suspend.Reason"] = "3" }
        );
        Assert.Equal(HttpStatusCode.UnprocessableEntity, page.Status);
        Assert.Equal(2, page.Errors.Count);
        Assert.Contains("Kept as typed", page.Html, StringComparison.Ordinal);
        var staff = await scene.Host.MemberAsync("Fay Finance", roles: StaffRoles.Finance);
        var refused = await scene.AskAsync<SuspendMember, Outcome<Done>>(s =>
            s.RunAsync(new(staff.MemberId, "Fraud", "x", "y"), scene.Operator, CancellationToken.None)
        );
        Assert.Equal("staff", refused.Refusals[0].Code);
        var notMine = await scene.AskAsync<SuspendMember, Outcome<Done>>(s =>
            s.RunAsync(new(scene.Freelancer.MemberId, "Fraud", "x", "y"), staff, CancellationToken.None)
        );
        Assert.True(notMine.IsNotFound);
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task Thirty_moderators_at_once_suspend_once(Store store)
    {
        await using var scene = await AdminScene.StartAsync(store);
        var tries = await Task.WhenAll(
            Enumerable
                .Range(0, 30)
                .Select(_ =>
                    scene.AskAsync<SuspendMember, Outcome<Done>>(s =>
                        s.RunAsync(
                            new(scene.Freelancer.MemberId, "Spam", "x", "y"),
                            scene.Operator,
                            CancellationToken.None
                        )
                    )
                )
        );
        Assert.Single(tries, t => t.Ok);
        await scene.Host.SettleAsync();
        Assert.Single(await scene.Host.MailsAsync(), m => m.Subject == "Votre compte est suspendu");
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task A_removed_job_is_found_by_nobody_and_stays_closed(Store store)
    {
        await using var scene = await AdminScene.StartAsync(store);
        var job = await Jobs.JobScenes.PostedAsync(scene.Host, scene.Client, "Pay first");
        using var browser = await scene.Host.SignedInAsync(scene.Operator);
        var page = await (await browser.GetAsync($"/en/admin/jobs/{job}")).SubmitAsync("#remove form");
        Assert.Equal(2, page.Errors.Count);
        page = await page.SubmitAsync(
            "#remove form",
            new Dictionary<string, string?>
            {
                ["Remove.Rule"] = "Terms, 3.1",
                ["Remove.Text"] = "It asks for a deposit.",
            }
        );
        Assert.Contains("Removed", page.Text, StringComparison.Ordinal);
        Assert.Null(await JobAsync(scene, job));
        var renewed = await scene.AskAsync<RenewJob, Outcome<DateTime>>(r =>
            r.RunAsync(job, scene.Client, CancellationToken.None)
        );
        Assert.Equal("job_removed", renewed.Refusals[0].Code);
        await scene.Host.SettleAsync();
        var mail = Assert.Single(
            await scene.Host.MailsAsync(),
            m => m.Subject == "Your job post was removed: Pay first"
        );
        Assert.Contains("It asks for a deposit.", mail.Text, StringComparison.Ordinal);
        await page.SubmitAsync("form:has(button.sec)");
        Assert.True(
            (
                await scene.AskAsync<RenewJob, Outcome<DateTime>>(r =>
                    r.RunAsync(job, scene.Client, CancellationToken.None)
                )
            ).Ok
        );
    }

    [Fact]
    public async Task What_staff_look_at_is_in_the_audit_log_once_an_hour()
    {
        await using var scene = await AdminScene.StartAsync(Store.Sqlite);
        using var browser = await scene.Host.SignedInAsync(scene.Operator);
        await browser.GetAsync($"/en/admin/people/{scene.Freelancer.MemberId}");
        await browser.GetAsync($"/en/admin/people/{scene.Freelancer.MemberId}");
        await browser.GetAsync($"/en/admin/contracts/{scene.ContractId}");
        Assert.Equal(1, await ViewsAsync("member.viewed"));
        Assert.Equal(1, await ViewsAsync("contract.viewed"));
        await scene.Host.AdvanceAsync(TimeSpan.FromHours(2));
        await browser.GetAsync($"/en/admin/people/{scene.Freelancer.MemberId}");
        Assert.Equal(2, await ViewsAsync("member.viewed"));

        Task<int> ViewsAsync(string action) =>
            scene.Host.InScopeAsync(s =>
                s.GetRequiredService<MetierDb>()
                    .Set<AuditEntry>()
                    .CountAsync(a => a.Action == action && a.Staff && a.MemberId == scene.Operator.MemberId)
            );
    }
}
