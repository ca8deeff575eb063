using System.Text;
using Metier.Invoicing;
using Metier.Members;
using Metier.Platform;
using Metier.Tests.Contracts;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using UglyToad.PdfPig;

namespace Metier.Tests.Invoicing;

/// <summary>Documents print on a machine that has fonts and on one that has none.</summary>
public sealed class DocumentFontTests
{
    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task Without_a_font_of_the_machine_names_print_as_they_are_written(Store store)
    {
        var empty = Directory.CreateTempSubdirectory("metier-no-fonts").FullName;
        var (terms, invoice) = await DocumentsAsync(store, empty);
        Directory.Delete(empty);
        Assert.Contains("Zoé Élan", terms, StringComparison.Ordinal);
        // What no face has stops nothing.
        Assert.Contains("Łukasz O’Neil ?", terms, StringComparison.Ordinal);
        Assert.Contains("Zoé Élan", invoice, StringComparison.Ordinal);
        Assert.Contains("€", invoice, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_that_is_not_there_is_no_font_either()
    {
        var (terms, _) = await DocumentsAsync(Store.Sqlite, "/nowhere/at/all");
        Assert.Contains("Zoé Élan", terms, StringComparison.Ordinal);
    }

    [Fact]
    public void Letters_the_built_in_family_lacks_come_from_the_machine()
    {
        var fonts = new DocumentFonts(new InstanceOptions());
        var sheet = new PdfSheet(fonts, "T", "F", new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        sheet.Paragraph("Οδός, Киев, გამარჯობა");
        using var pdf = PdfDocument.Open(sheet.Save());
        Assert.Contains(
            "Οδός, Киев, " + (HasGeorgian(fonts) ? "გამარჯობა" : "?????????"),
            pdf.GetPage(1).Text,
            StringComparison.Ordinal
        );
    }

    private static bool HasGeorgian(DocumentFonts fonts) => fonts.ForOne().Runs("გ", heavy: false).Single().Text == "გ";

    /// <summary>The words of a contract's terms, in French, and of the invoice of its first payment, as downloaded.</summary>
    private static async Task<(string Terms, string Invoice)> DocumentsAsync(Store store, string fonts)
    {
        await using var host = await TestHost.StartAsync(
            store,
            configuration: new Dictionary<string, string?> { ["Instance:FontFolder"] = fonts }
        );
        var client = await host.MemberAsync("Client", client: true);
        var freelancer = await host.MemberAsync("Freelancer", freelancer: true, language: "fr");
        await host.InScopeAsync(async s =>
        {
            var db = s.GetRequiredService<MetierDb>();
            (await db.Set<Client>().SingleAsync()).Name = "Zoé Élan";
            (await db.Set<Member>().SingleAsync(m => m.Id == freelancer.MemberId)).Name = "Łukasz O’Neil 漢";
            await db.SaveChangesAsync();
        });
        await host.AddCardAsync(client);
        var contract = await host.ContractAsync(client, freelancer, ("1200", null));
        await host.FundAsync(client, contract);
        await host.ReleaseAsync(client, contract);
        await host.SettleAsync();

        using var browser = await host.SignedInAsync(client);
        var page = await browser.GetAsync($"/en/contracts/{contract}/terms");
        var link = page.Document.QuerySelector("main a[href^='/files/']")!.GetAttribute("href")!;
        var invoices = await host.InScopeAsync(s =>
            s.GetRequiredService<InvoiceViews>().ListAsync(client, new InvoiceFilter(), null, CancellationToken.None)
        );
        return (
            await WordsAsync(browser, link),
            string.Concat(await Task.WhenAll(invoices.Select(i => WordsAsync(browser, $"/invoices/{i.Id}/pdf"))))
        );
    }

    private static async Task<string> WordsAsync(Browser browser, string path)
    {
        using var answer = await browser.Http.GetAsync(path);
        var bytes = await answer.Content.ReadAsByteArrayAsync();
        Assert.True(
            bytes.AsSpan().StartsWith("%PDF"u8),
            path + ": " + Encoding.UTF8.GetString(bytes.AsSpan(0, Math.Min(bytes.Length, 200)))
        );
        using var document = PdfDocument.Open(bytes);
        return string.Concat(document.GetPages().Select(p => p.Text));
    }
}
