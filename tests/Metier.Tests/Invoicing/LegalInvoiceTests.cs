using Metier.Invoicing;
using Metier.Ledger;
using Metier.Payments;
using Metier.Platform;
using Metier.Tests.Contracts;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Metier.Tests.Invoicing;

public sealed class LegalInvoiceTests
{
    private static readonly CancellationToken Ct = CancellationToken.None;

    private static readonly Dictionary<string, string?> Operator = new()
    {
        ["Invoicing:Operator:Country"] = "FR",
        ["Invoicing:Operator:Street"] = "1 rue du Port",
        ["Invoicing:Operator:PostCode"] = "44000",
        ["Invoicing:Operator:City"] = "Nantes",
        ["Invoicing:Operator:RegistrationNumber"] = "732 829 320 00074",
        ["Invoicing:Operator:VatNumber"] = "FR44732829320",
    };

    private static readonly Dictionary<string, string?> French = new()
    {
        ["Form.Name"] = "Zoé Élan",
        ["Form.Street"] = "3 rue des Lilas",
        ["Form.PostCode"] = "69001",
        ["Form.City"] = "Lyon",
        ["Form.RegistrationNumber"] = "303 265 045",
        ["Form.Vat"] = "Registered",
        ["Form.VatNumber"] = "FR40303265045",
    };

    private const string Page = "/en/money/legal-data?country=FR&form=SoleTrader";

    private static async Task TellAsync(TestHost host, Actor actor, LegalSide side, LegalInput input) =>
        ContractScenes.Sure(
            await host.InScopeAsync(s => s.GetRequiredService<SaveLegalIdentity>().RunAsync(side, input, actor, Ct))
        );

    private static LegalInput Company(string country, string? number = null, string? register = null) =>
        new()
        {
            Country = country,
            Form = nameof(LegalForm.Company),
            Name = "Ada GmbH",
            Street = "Weg 1",
            PostCode = "10115",
            City = "Berlin",
            RegistrationNumber = register,
            Vat = number is null ? nameof(VatStanding.None) : nameof(VatStanding.Registered),
            VatNumber = number,
        };

    private static Task<List<InvoiceView>> DocumentsAsync(TestHost host) =>
        host.InScopeAsync(async s =>
            (
                await s.GetRequiredService<MetierDb>().Set<Invoice>().AsNoTracking().OrderBy(i => i.Id).ToListAsync(Ct)
            ).ConvertAll(InvoiceViews.Read)
        );

    [Fact]
    public async Task The_form_asks_what_the_country_needs_and_refuses_impossible_numbers()
    {
        await using var host = await TestHost.StartAsync(Store.Sqlite);
        var zoe = await host.MemberAsync("Zoe", freelancer: true);
        using var browser = await host.SignedInAsync(zoe);

        var india = await browser.GetAsync("/en/money/legal-data?country=IN&form=SoleTrader");
        Assert.Contains("has no rules of its own", india.Text);
        Assert.DoesNotContain("SIRET", india.Text);

        var page = await browser.GetAsync(Page);
        var wrong = new Dictionary<string, string?>(French)
        {
            ["Form.RegistrationNumber"] = "303265046",
            ["Form.VatNumber"] = "FR41303265045",
        };
        page = await page.SubmitAsync("form:has([name='Form.Street'])", wrong);
        Assert.Equal(422, (int)page.Status);
        Assert.Contains(page.Errors, e => e.Contains("no SIRET", StringComparison.Ordinal));
        Assert.Contains(page.Errors, e => e.Contains("There is no such VAT number", StringComparison.Ordinal));

        var early = await page.SubmitAsync(
            "form:has([name='Mandate.Agreed'])",
            new Dictionary<string, string?> { ["Mandate.Agreed"] = "true" }
        );
        Assert.Contains(early.Errors, e => e.Contains("legal data first", StringComparison.Ordinal));

        page = await (await browser.GetAsync(Page)).SubmitAsync("form:has([name='Form.Street'])", French);
        Assert.Contains("Your legal data is saved", page.Html);
        Assert.Contains("20%", page.Text);

        page = await page.SubmitAsync("form:has([name='Mandate.Agreed'])");
        Assert.Contains(page.Errors, e => e.Contains("Tick the box", StringComparison.Ordinal));
        page = await page.SubmitAsync(
            "form:has([name='Mandate.Agreed'])",
            new Dictionary<string, string?> { ["Mandate.Agreed"] = "true" }
        );
        Assert.Contains("The mandate is accepted", page.Html);
        page = await page.SubmitAsync("#withdraw-mandate form");
        Assert.Contains("The mandate is withdrawn", page.Html);
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task Without_a_mandate_there_is_a_record_and_with_one_an_invoice_whose_vat_comes_back_with_its_credit_note(
        Store store
    )
    {
        await using var host = await TestHost.StartAsync(store, configuration: Operator);
        var (client, freelancer) = (
            await host.MemberAsync("Ada", client: true),
            await host.MemberAsync("Zoe", freelancer: true, language: "fr")
        );
        await host.AddCardAsync(client);
        var contract = await host.ContractAsync(client, freelancer, ("1000", null), ("999.99", null));
        await host.FundAsync(client, contract);
        await host.ReleaseAsync(client, contract);
        await host.SettleAsync();
        var record = (await DocumentsAsync(host)).Single(v => v.Invoice.Kind == InvoiceKind.Work);
        Assert.True(record.Content.IsRecord);
        Assert.StartsWith("R-", record.Invoice.Number);
        Assert.Null(record.Content.Electronic);

        await TellAsync(
            host,
            freelancer,
            LegalSide.Freelancer,
            Company("FR", "FR40303265045", "303265045") with
            {
                Name = "Zoé Élan",
                Form = nameof(LegalForm.SoleTrader),
            }
        );
        await TellAsync(host, client, LegalSide.Client, Company("FR", null, "73282932000074"));
        ContractScenes.Sure(
            await host.InScopeAsync(s => s.GetRequiredService<AcceptMandate>().RunAsync(true, freelancer, Ct))
        );
        await host.FundAsync(client, contract, 2);
        await host.ReleaseAsync(client, contract, 2);
        await host.SettleAsync();

        var work = (await DocumentsAsync(host)).Last(v => v.Invoice.Kind == InvoiceKind.Work);
        Assert.False(work.Content.IsRecord);
        Assert.EndsWith("-2026-00001", work.Invoice.Number);
        Assert.Equal(
            (99_999, 83_332, 16_667),
            (work.Invoice.TotalMinor, work.Content.Tax!.NetMinor, work.Content.Tax.VatMinor)
        );
        var electronic = work.Content.Electronic!;
        Assert.Empty(EInvoiceRules.Check(electronic));
        Assert.Equal("732829320", electronic.Buyer.LegalId!.Value);
        Assert.Equal(99_999, electronic.Totals.WithVat.Minor);
        Assert.Contains(
            work.Content.Mentions,
            m => m.Text.Contains("Category of operation: services", StringComparison.Ordinal)
        );

        using var browser = await host.SignedInAsync(client);
        var page = await browser.GetAsync($"/en/money/invoices/{work.Invoice.Id}");
        Assert.Contains("VAT 20% of €833.32", page.Text);
        Assert.Contains("under the invoicing mandate accepted on 23 November 2026", page.Text);
        Assert.Contains("SIREN 732829320", page.Text);
        var listed = await browser.GetAsync($"/en/money/invoices?kind=Work&year=2026&contract={contract}");
        Assert.Equal(
            2,
            listed
                .Document.QuerySelectorAll("main tbody tr, main [role=row] td:first-child a")
                .Count(e => e.TagName == "A")
        );

        foreach (var amount in (string[])["333.33", "0.01", "666.65"])
        {
            ContractScenes.Sure(
                await host.InScopeAsync(s =>
                    s.GetRequiredService<Metier.Contracts.GiveBack>()
                        .RunAsync(contract, null, Guid.CreateVersion7(), amount, freelancer, Ct)
                )
            );
            await host.SettleAsync();
        }
        var credits = (await DocumentsAsync(host)).Where(v => v.Content.CorrectsKind == InvoiceKind.Work).ToList();
        Assert.All(credits, c => Assert.Equal(work.Invoice.Id, c.Invoice.CorrectsId));
        Assert.Equal(
            (-99_999, -16_667),
            (credits.Sum(c => c.Invoice.TotalMinor), credits.Sum(c => c.Content.Tax!.VatMinor))
        );
        Assert.All(credits, c => Assert.Empty(EInvoiceRules.Check(c.Content.Electronic!)));
        await BooksAgreeAsync(host);
    }

    /// <summary>The operator's fees with their VAT are what its documents say, and the check of the books finds nothing.</summary>
    private static async Task BooksAgreeAsync(TestHost host)
    {
        var own = (await DocumentsAsync(host))
            .Where(v => v.Invoice.Series.StartsWith("operator", StringComparison.Ordinal))
            .ToList();
        var income =
            await host.BalanceAsync(LedgerAccount.ServiceFee(Currency.Eur))
            + await host.BalanceAsync(LedgerAccount.ProcessingFee(Currency.Eur));
        var owed = await host.BalanceAsync(LedgerAccount.Vat("FR", Currency.Eur));
        Assert.Equal(own.Sum(v => v.Content.Tax!.VatMinor), owed.Minor);
        Assert.Equal(own.Sum(v => v.Invoice.TotalMinor), income.Minor + owed.Minor);
        Assert.Empty(await host.InScopeAsync(s => s.GetRequiredService<LedgerCheck>().RunAsync(default)));
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task Sixteen_who_issue_at_once_leave_no_gap_and_no_double(Store store)
    {
        await using var host = await TestHost.StartAsync(store);
        var (client, freelancer) = (
            await host.MemberAsync("Ada", client: true),
            await host.MemberAsync("Zoe", freelancer: true)
        );
        await host.AddCardAsync(client);
        var contract = await host.ContractAsync(client, freelancer, ("1000", null));
        await Task.WhenAll(
            Enumerable
                .Range(0, 16)
                .Select(n =>
                    Task.Run(() =>
                        host.InScopeAsync(async s =>
                        {
                            var drafts = s.GetRequiredService<InvoiceDrafts>();
                            var p = await drafts.PartiesAsync(
                                client.ClientId!.Value,
                                freelancer.MemberId,
                                contract,
                                contract,
                                Ct
                            );
                            for (var i = 0; i < 4; i++)
                            {
                                // Every second key is somebody else's, too: it is issued once.
                                var key = $"test:{(i % 2 == 0 ? n : n / 2)}:{i}";
                                var draft = drafts.Work(p, key, contract, Currency.Eur.Minor(100 + i));
                                ContractScenes.Sure(await s.GetRequiredService<IssueInvoice>().RunAsync([draft], Ct));
                            }
                        })
                    )
                )
        );
        var numbers = (await DocumentsAsync(host))
            .Where(v => v.Invoice.Kind == InvoiceKind.Work)
            .Select(v => v.Invoice.SeriesNumber)
            .Order()
            .ToList();
        Assert.Equal(Enumerable.Range(1, 48).Select(n => (long)n), numbers);
    }

    [Fact]
    public async Task A_number_the_register_denies_counts_as_none_and_no_answer_changes_nothing()
    {
        var register = new Register();
        await using var host = await TestHost.StartAsync(Store.Sqlite, s => s.AddSingleton<IVatRegister>(register));
        var client = await host.MemberAsync("Ada", client: true);
        await TellAsync(host, client, LegalSide.Client, Company("DE", "DE136695976"));
        await host.SettleAsync();
        Assert.Equal(VatCheck.Unknown, (await PartyAsync()).VatCheck);
        register.Answer = VatCheck.Invalid;
        await TellAsync(
            host,
            client,
            LegalSide.Client,
            Company("DE", "DE136695976") with
            {
                Version = await VersionAsync(),
            }
        );
        await host.SettleAsync();
        Assert.False((await PartyAsync()).HasVatNumber);

        Task<LegalParty> PartyAsync() =>
            host.InScopeAsync(s => s.GetRequiredService<LegalIdentities>().ClientAsync(client.ClientId!.Value, Ct));
        Task<int> VersionAsync() =>
            host.InScopeAsync(async s =>
                (
                    await s.GetRequiredService<LegalIdentities>()
                        .FindAsync(LegalSide.Client, client.ClientId!.Value, Ct)
                )!.Version
            );
    }

    private sealed class Register : IVatRegister
    {
        public VatCheck Answer { get; set; }

        public Task<VatCheck> AskAsync(string vatNumber, CancellationToken ct) => Task.FromResult(Answer);
    }
}
