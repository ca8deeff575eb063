using System.Globalization;
using System.IO.Compression;
using System.Net;
using Metier.Invoicing;
using Metier.Ledger;
using Metier.Platform;
using Metier.Tests.Contracts;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using UglyToad.PdfPig;

namespace Metier.Tests.Invoicing;

/// <summary>A year's documents in one file, and e-invoices as files of their own.</summary>
public sealed class BundleTests
{
    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task A_client_takes_a_years_documents_along_in_one_file_and_nobody_else_can(Store store)
    {
        await using var host = await TestHost.StartAsync(store);
        var client = await host.MemberAsync("Client", client: true);
        var freelancer = await host.MemberAsync("Freelancer", freelancer: true);
        await host.AddCardAsync(client);
        var contract = await host.ContractAsync(client, freelancer, ("1200", null));
        await host.FundAsync(client, contract);
        await host.ReleaseAsync(client, contract);
        await host.SettleAsync();
        await ElectronicAsync(host, client.ClientId!.Value, contract);

        using var browser = await host.SignedInAsync(client);
        var page = await browser.GetAsync("/en/money/invoices/download");
        page = await page.SubmitAsync("form:has([name=year])", new Dictionary<string, string?> { ["year"] = "2026" });
        Assert.Contains("0 of 3 documents printed", page.Text, StringComparison.Ordinal);
        var again = await page.SubmitAsync("form:has([name=year])", new Dictionary<string, string?> { ["year"] = "2026" });
        Assert.Equal(1, Occurs(again.Text, "of 3 documents printed"));
        await host.SettleAsync();
        page = await browser.GetAsync("/fr/argent/factures/telecharger");
        Assert.Contains("Disponible jusqu’au", page.Text, StringComparison.Ordinal);
        var link = page.Document.QuerySelector("main a[href^='/invoices/bundles/']")!.GetAttribute("href")!;

        using var zip = new ZipArchive(new MemoryStream(await browser.Http.GetByteArrayAsync(link)));
        Assert.Equal(3, zip.Entries.Count(e => e.Name.EndsWith(".pdf", StringComparison.Ordinal)));
        Assert.Equal(2, zip.Entries.Count(e => e.Name.EndsWith(".xml", StringComparison.Ordinal)));
        Assert.Equal(zip.Entries.Count, zip.Entries.Select(e => e.FullName).Distinct().Count());
        foreach (var entry in zip.Entries.Where(e => e.Name.EndsWith(".pdf", StringComparison.Ordinal)))
        {
            using var pdf = PdfDocument.Open(Bytes(entry));
            Assert.Contains(Path.GetFileNameWithoutExtension(entry.Name), pdf.GetPage(1).Text, StringComparison.Ordinal);
        }
        Assert.Empty(EInvoiceRules.Check(CiiReader.Read(Bytes(zip.Entries.Single(e => e.Name.EndsWith(".cii.xml", StringComparison.Ordinal))))));
        Assert.Empty(EInvoiceRules.Check(UblReader.Read(Bytes(zip.Entries.Single(e => e.Name.EndsWith(".ubl.xml", StringComparison.Ordinal))))));

        using var stranger = await host.SignedInAsync(freelancer);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.Http.GetAsync(link)).StatusCode);
        await host.AdvanceAsync(TimeSpan.FromDays(8));
        Assert.Equal(HttpStatusCode.NotFound, (await browser.Http.GetAsync(link)).StatusCode);
        Assert.Contains("ask again", (await browser.GetAsync("/en/money/invoices/download")).Text, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task An_invoice_carries_its_e_invoice_and_one_that_breaks_a_rule_goes_without(Store store)
    {
        await using var host = await TestHost.StartAsync(store);
        var client = await host.MemberAsync("Client", client: true);
        var good = await ElectronicAsync(host, client.ClientId!.Value, Guid.CreateVersion7());
        var bad = await ElectronicAsync(
            host,
            client.ClientId!.Value,
            Guid.CreateVersion7(),
            i => i with { Totals = i.Totals with { Due = Currency.Eur.Minor(1) } }
        );
        Assert.Null(bad.Content.Electronic);
        Assert.Equal(
            (good.Invoice.Number, DateOnly.FromDateTime(good.Invoice.IssuedAt)),
            (good.Content.Electronic!.Number, good.Content.Electronic.IssueDate)
        );
        using var browser = await host.SignedInAsync(client);
        using var pdf = PdfDocument.Open(await browser.Http.GetByteArrayAsync($"/invoices/{good.Invoice.Id}/pdf"));
        Assert.True(pdf.Advanced.TryGetEmbeddedFiles(out var files));
        var cii = await browser.Http.GetByteArrayAsync($"/invoices/{good.Invoice.Id}/cii");
        Assert.Equal(cii, files.Single().Memory.ToArray());
        var ubl = UblReader.Read(await browser.Http.GetByteArrayAsync($"/invoices/{good.Invoice.Id}/ubl"));
        Assert.Equal(good.Invoice.Number, ubl.Number);
        Assert.Equal(HttpStatusCode.NotFound, (await browser.Http.GetAsync($"/invoices/{bad.Invoice.Id}/cii")).StatusCode);
        var page = await browser.GetAsync($"/en/money/invoices/{good.Invoice.Id}");
        Assert.NotNull(page.Document.QuerySelector($"a[href='/invoices/{good.Invoice.Id}/ubl']"));
        using var stranger = await host.SignedInAsync(await host.MemberAsync("Eve", client: true));
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.Http.GetAsync($"/invoices/{good.Invoice.Id}/cii")).StatusCode);
    }

    [Fact]
    public async Task A_year_without_documents_is_refused()
    {
        await using var host = await TestHost.StartAsync(Store.Sqlite);
        var member = await host.MemberAsync("Nobody", freelancer: true);
        var asked = await host.InScopeAsync(s =>
            s.GetRequiredService<AskInvoiceBundle>().RunAsync(2026, false, member, CancellationToken.None)
        );
        Assert.Equal("bundle_empty", Assert.Single(asked.Refusals).Code);
        using var browser = await host.SignedInAsync(member);
        Assert.Contains("No document yet", (await browser.GetAsync("/en/money/invoices/download")).Text, StringComparison.Ordinal);
    }

    /// <summary>Issues the first sample to this client and answers with what was kept.</summary>
    private static Task<InvoiceView> ElectronicAsync(
        TestHost host,
        Guid clientId,
        Guid contractId,
        Func<EInvoice, EInvoice>? change = null
    ) =>
        host.InScopeAsync(async s =>
        {
            var sample = EInvoiceSamples.All().First().Invoice;
            var key = "test:" + contractId.ToString("N", CultureInfo.InvariantCulture);
            var content = new InvoiceContent(
                InvoiceKind.Work,
                new InvoiceParty(sample.Seller.Name, ["Lyon"]),
                new InvoiceParty(sample.Buyer.Name, ["Lyon"]),
                sample.IssueDate,
                "API",
                [new InvoiceLine("Développement", 72_000)],
                [],
                72_000,
                72_000,
                null,
                true
            )
            {
                Electronic = change is null ? sample : change(sample),
            };
            await s.GetRequiredService<IssueInvoice>()
                .RunAsync([new InvoiceDraft(key, null, "T", clientId, null, contractId, Currency.Eur, "fr", content)], CancellationToken.None);
            return InvoiceViews.Read(await s.GetRequiredService<MetierDb>().Set<Invoice>().SingleAsync(i => i.SourceKey == key));
        });

    private static int Occurs(string text, string what) => text.Split(what).Length - 1;

    private static byte[] Bytes(ZipArchiveEntry entry)
    {
        using var stream = entry.Open();
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }
}
