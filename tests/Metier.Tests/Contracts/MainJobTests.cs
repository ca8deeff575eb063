using Metier.Contracts;
using Metier.Invoicing;
using Metier.Ledger;
using Metier.Payments;
using Metier.Platform;
using Metier.Tests.Jobs;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Metier.Tests.Contracts;

/// <summary>From a proposal to money in the freelancer's balance, through the real pages and forms, on both databases.</summary>
public class MainJobTests
{
    private sealed record Scene(
        TestHost Host,
        Actor Client,
        Actor Freelancer,
        Browser ClientBrowser,
        Browser FreelancerBrowser,
        Guid ProposalId
    ) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            ClientBrowser.Dispose();
            FreelancerBrowser.Dispose();
            await Host.DisposeAsync();
        }

        public Task<Money> BalanceAsync(LedgerAccount account) =>
            Host.InScopeAsync(s => s.GetRequiredService<LedgerBook>().BalanceAsync(account, CancellationToken.None));
    }

    private static async Task<Scene> ProposedAsync(Store store)
    {
        var host = await TestHost.StartAsync(store);
        var client = await host.MemberAsync("Ada Client", client: true);
        var freelancer = await host.MemberAsync("Zoe Freelance", freelancer: true);
        var job = await host.PostedAsync(client);
        var proposal = await host.ProposedAsync(job, freelancer);
        await AddCardAsync(host, client);
        return new Scene(
            host,
            client,
            freelancer,
            await host.SignedInAsync(client),
            await host.SignedInAsync(freelancer),
            proposal
        );
    }

    private static async Task AddCardAsync(TestHost host, Actor client)
    {
        var id = Guid.CreateVersion7();
        await host.InScopeAsync(s =>
            s.GetRequiredService<AddPaymentMethod>()
                .RunAsync(new(id, PaymentMethodKind.Card, "/en/money/methods"), client, CancellationToken.None)
        );
        await host.InScopeAsync(s =>
            s.GetRequiredService<SandboxPages>()
                .EnterCardAsync(
                    id,
                    new("4242 4242 4242 4242", "12/30", "123", "Ada Client"),
                    client,
                    CancellationToken.None
                )
        );
        await host.InScopeAsync(s =>
            s.GetRequiredService<FinishPaymentMethod>().RunAsync(id, client, CancellationToken.None)
        );
    }

    private static readonly Dictionary<string, string?> Terms = new()
    {
        ["Form.Title"] = "Picture book, 32 pages",
        ["Form.Scope"] = "Sixteen spreads <script>alert(1)</script>, all rights for print.",
        ["Form.Milestones[0].Title"] = "Roughs",
        ["Form.Milestones[0].Amount"] = "1,200.00",
        ["Form.Do"] = "save",
    };

    private static async Task<Guid> ContractAsync(Scene scene)
    {
        var draft = await (await scene.ClientBrowser.GetAsync($"/en/offers/new/{scene.ProposalId}")).SubmitAsync(
            "form[method=post] input[name='Form.Title']",
            Terms
        );
        Assert.Contains("€1,233.00", draft.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>alert", draft.Html, StringComparison.Ordinal);
        var sent = await draft.SubmitAsync("form:has(button.lg)");
        Assert.Contains("Waiting for Zoe Freelance", sent.Text, StringComparison.Ordinal);
        var seen = await scene.FreelancerBrowser.GetAsync(sent.Path);
        Assert.Contains("€1,080.00", seen.Text, StringComparison.Ordinal);
        var contract = await seen.SubmitAsync("form:has(input[name='AcceptForm.Version'])");
        Assert.StartsWith("/en/contracts/", contract.Path, StringComparison.Ordinal);
        return Guid.Parse(contract.Path.Split('/')[3]);
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task A_proposal_becomes_money_in_the_balance(Store store)
    {
        await using var scene = await ProposedAsync(store);
        var id = await ContractAsync(scene);
        var page = $"/en/contracts/{id}/milestones";

        async Task<bool> WaitsForClientAsync() =>
            (await scene.ClientBrowser.GetAsync("/en/dashboard")).Text.Contains("Roughs", StringComparison.Ordinal);
        Assert.True(await WaitsForClientAsync());

        var funded = await (await scene.ClientBrowser.GetAsync(page)).SubmitAsync("form[action*='/fund']");
        Assert.Contains("€1,200.00 is set aside for this contract", funded.Text, StringComparison.Ordinal);
        Assert.False(await WaitsForClientAsync());
        var submitted = await (await scene.FreelancerBrowser.GetAsync(page)).SubmitAsync(
            "form[action*='/submit']",
            new Dictionary<string, string?> { ["message"] = "Ten roughs" },
            [("files", "roughs.txt", "ten roughs"u8.ToArray())]
        );
        Assert.Contains("roughs.txt", submitted.Text, StringComparison.Ordinal);

        Assert.True(await WaitsForClientAsync());
        var review = await scene.ClientBrowser.GetAsync(page);
        var released = await review.SubmitAsync(
            "#release form, dialog form[action*='/release'], form[action*='/release']"
        );
        Assert.Contains("Released", released.Text, StringComparison.Ordinal);
        // The same form from a stale tab: it is the same request, and pays nothing again.
        await review.SubmitAsync("#release form, dialog form[action*='/release'], form[action*='/release']");
        await scene.Host.SettleAsync();

        var eur = Currency.Eur;
        Assert.Equal(
            108_000,
            (await scene.BalanceAsync(LedgerAccount.FreelancerPending(scene.Freelancer.MemberId, eur))).Minor
        );
        await scene.Host.AdvanceAsync(TimeSpan.FromDays(5));
        Assert.Equal(
            108_000,
            (await scene.BalanceAsync(LedgerAccount.FreelancerAvailable(scene.Freelancer.MemberId, eur))).Minor
        );

        await InvoicesAreThereAsync(scene, id);
    }

    private static async Task InvoicesAreThereAsync(Scene scene, Guid contractId)
    {
        var invoices = await scene.Host.InScopeAsync(s =>
            s.GetRequiredService<MetierDb>()
                .Set<Invoice>()
                .AsNoTracking()
                .Where(i => i.ContractId == contractId)
                .OrderBy(i => i.IssuedAt)
                .ThenBy(i => i.Id)
                .ToListAsync()
        );
        Assert.Equal([InvoiceKind.Charge, InvoiceKind.Work, InvoiceKind.Commission], invoices.Select(i => i.Kind));
        Assert.Equal([3_300L, 120_000L, 12_000L], invoices.Select(i => i.TotalMinor));
        Assert.Equal(
            ["M-2026-00001", "M-2026-00002"],
            invoices.Where(i => i.Series.StartsWith("operator", StringComparison.Ordinal)).Select(i => i.Number)
        );
        var pdf = await scene.ClientBrowser.Http.GetAsync($"/invoices/{invoices[0].Id}/pdf");
        Assert.Equal("%PDF", System.Text.Encoding.ASCII.GetString((await pdf.Content.ReadAsByteArrayAsync())[..4]));
        Assert.Contains(
            "€33.00",
            (await scene.ClientBrowser.GetAsync($"/en/money/invoices/{invoices[0].Id}")).Text,
            StringComparison.Ordinal
        );
        // The client has no business with the commission.
        Assert.Equal(
            System.Net.HttpStatusCode.NotFound,
            (await scene.ClientBrowser.GetAsync($"/en/money/invoices/{invoices[2].Id}")).Status
        );
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task Fourteen_days_of_silence_release_the_money_and_a_request_for_changes_stops_them(Store store)
    {
        await using var scene = await ProposedAsync(store);
        var id = await ContractAsync(scene);
        var page = $"/en/contracts/{id}/milestones";
        await (await scene.ClientBrowser.GetAsync(page)).SubmitAsync("form[action*='/fund']");
        var work = new Dictionary<string, string?> { ["message"] = "Roughs" };
        await (await scene.FreelancerBrowser.GetAsync(page)).SubmitAsync("form[action*='/submit']", work);
        await scene.Host.AdvanceAsync(TimeSpan.FromDays(13));
        await (await scene.ClientBrowser.GetAsync(page)).SubmitAsync(
            "form[action*='/changes']",
            new Dictionary<string, string?> { ["message"] = "Warmer colours" }
        );
        await scene.Host.AdvanceAsync(TimeSpan.FromDays(20));
        var pending = LedgerAccount.FreelancerPending(scene.Freelancer.MemberId, Currency.Eur);
        Assert.Equal(0, (await scene.BalanceAsync(pending)).Minor);

        await (await scene.FreelancerBrowser.GetAsync(page)).SubmitAsync("form[action*='/submit']", work);
        await scene.Host.AdvanceAsync(TimeSpan.FromDays(14));
        Assert.Equal(108_000, (await scene.BalanceAsync(pending)).Minor);
        Assert.Contains(
            "Released without an answer",
            (await scene.ClientBrowser.GetAsync(page)).Text,
            StringComparison.Ordinal
        );
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task Ending_with_money_held_asks_for_it_and_silence_is_for_the_client(Store store)
    {
        await using var scene = await ProposedAsync(store);
        var id = await ContractAsync(scene);
        await (await scene.ClientBrowser.GetAsync($"/en/contracts/{id}/milestones")).SubmitAsync(
            "form[action*='/fund']"
        );
        var empty = await (await scene.ClientBrowser.GetAsync($"/en/contracts/{id}/end")).SubmitAsync(
            "form:has(textarea)"
        );
        Assert.Contains("Say why", string.Join(' ', empty.Errors), StringComparison.Ordinal);
        var ended = await empty.SubmitAsync(
            "form:has(textarea)",
            new Dictionary<string, string?> { ["Form.Reason"] = "The project stopped" }
        );
        Assert.Contains("Ending", ended.Text, StringComparison.Ordinal);
        await scene.Host.AdvanceAsync(TimeSpan.FromDays(7));
        var over = await scene.FreelancerBrowser.GetAsync($"/en/contracts/{id}");
        Assert.Contains("Ended", over.Text, StringComparison.Ordinal);
        Assert.Contains("Refunded €1,200.00", over.Text, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task Thirty_releases_at_once_pay_once(Store store)
    {
        await using var scene = await ProposedAsync(store);
        var id = await ContractAsync(scene);
        await (await scene.ClientBrowser.GetAsync($"/en/contracts/{id}/milestones")).SubmitAsync(
            "form[action*='/fund']"
        );
        var tries = await Task.WhenAll(
            Enumerable
                .Range(0, 30)
                .Select(_ =>
                    scene.Host.InScopeAsync(s =>
                        s.GetRequiredService<ReleaseMilestone>()
                            .RunAsync(
                                new(Guid.CreateVersion7(), id, 1, null, RestGoes.Stays),
                                scene.Client,
                                CancellationToken.None
                            )
                    )
                )
        );
        Assert.Single(tries, t => t.Ok);
        Assert.Equal(
            108_000,
            (await scene.BalanceAsync(LedgerAccount.FreelancerPending(scene.Freelancer.MemberId, Currency.Eur))).Minor
        );
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task A_stranger_finds_nothing(Store store)
    {
        await using var scene = await ProposedAsync(store);
        var id = await ContractAsync(scene);
        var stranger = await scene.Host.MemberAsync("Eve Stranger", freelancer: true, client: true);
        using var browser = await scene.Host.SignedInAsync(stranger);
        foreach (var path in new[] { "", "/milestones", "/payments", "/terms", "/end", "/give-back", "/bonus" })
        {
            Assert.Equal(
                System.Net.HttpStatusCode.NotFound,
                (await browser.GetAsync($"/en/contracts/{id}{path}")).Status
            );
        }
        Assert.Equal(
            System.Net.HttpStatusCode.NotFound,
            (await browser.GetAsync($"/en/offers/new/{scene.ProposalId}")).Status
        );
        using var bare = new FormUrlEncodedContent([]);
        Assert.Equal(
            System.Net.HttpStatusCode.BadRequest,
            (await scene.ClientBrowser.Http.PostAsync($"/en/contracts/{id}/milestones/1/release", bare)).StatusCode
        );
    }
}
