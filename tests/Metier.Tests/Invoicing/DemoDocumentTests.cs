using Metier.Invoicing;
using Metier.Members;
using Metier.Platform;
using Metier.Tests.Demo;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using UglyToad.PdfPig;

namespace Metier.Tests.Invoicing;

/// <summary>Documents of every kind and language that the demo's year made: the page and the file say the same.</summary>
public sealed class DemoDocumentTests(SeededDemos demos) : IClassFixture<SeededDemos>
{
    [Fact]
    public async Task Every_kind_of_document_says_on_paper_what_its_page_says()
    {
        var host = await demos.OnAsync(Store.Sqlite);
        var all = await host.InScopeAsync(s => s.GetRequiredService<MetierDb>().Set<Invoice>().AsNoTracking().ToListAsync());
        var chosen = all.GroupBy(i => (i.Kind, i.Language)).SelectMany(g => g.OrderByDescending(i => i.Content.Length).Take(2)).ToList();
        Assert.Superset(
            new HashSet<InvoiceKind> { InvoiceKind.Charge, InvoiceKind.Work, InvoiceKind.Commission },
            chosen.Select(i => i.Kind).ToHashSet()
        );
        foreach (var invoice in chosen)
        {
            using var browser = await host.SignedInAsync(await ReaderAsync(host, invoice));
            var page = await browser.GetAsync($"/en/money/invoices/{invoice.Id}");
            var sheet = page.Document.QuerySelector("article.invoice")!;
            var onPage = sheet
                .QuerySelectorAll("h1, h2, dt, dd, p, th, td")
                .SelectMany(e => Words(e.TextContent))
                .ToList();
            var onPaper = await PaperAsync(browser, invoice.Id);
            Assert.Empty(Without(onPage, onPaper));
            // Only the heads of columns stand on paper alone.
            Assert.InRange(Without(onPaper, onPage).Count, 0, 12);
        }
    }

    [Fact]
    public async Task Every_e_invoice_keeps_the_rules_in_both_forms()
    {
        var host = await demos.OnAsync(Store.Sqlite);
        var all = await host.InScopeAsync(s => s.GetRequiredService<MetierDb>().Set<Invoice>().AsNoTracking().ToListAsync());
        foreach (var view in all.Select(InvoiceViews.Read).Where(v => v.Content.Electronic is not null))
        {
            Assert.Empty(EInvoiceRules.Check(CiiReader.Read(EInvoiceFiles.Write(view, EInvoiceForm.Cii)!)));
            Assert.Empty(EInvoiceRules.Check(UblReader.Read(EInvoiceFiles.Write(view, EInvoiceForm.Ubl)!)));
        }
    }

    private static Task<Actor> ReaderAsync(TestHost host, Invoice invoice) =>
        host.InScopeAsync(async s =>
        {
            var members = s.GetRequiredService<MemberViews>();
            var id = invoice.FreelancerId ?? (await members.TeamOfAsync(invoice.ClientId!.Value, CancellationToken.None))[0].Id;
            return new Actor(id, "", "", true, true, invoice.ClientId, Hat.Freelancer, StaffRoles.None, "en", "UTC");
        });

    /// <summary>The words of all pages, without their feet.</summary>
    private static async Task<List<string>> PaperAsync(Browser browser, Guid id)
    {
        using var pdf = PdfDocument.Open(await browser.Http.GetByteArrayAsync($"/invoices/{id}/pdf"));
        return
        [
            .. pdf.GetPages().SelectMany(p => p.GetWords()).Where(w => w.BoundingBox.Bottom > 60).SelectMany(w => Words(w.Text)),
        ];
    }

    private static IEnumerable<string> Words(string text) =>
        text.Split([' ', '\n', '\r', '\t', '\u00A0', '\u202F', '\u2009'], StringSplitOptions.RemoveEmptyEntries);

    /// <summary>What is in the one and not in the other, each as often as it is too much.</summary>
    private static List<string> Without(List<string> words, List<string> other)
    {
        var rest = words.ToList();
        foreach (var word in other)
        {
            rest.Remove(word);
        }
        return rest;
    }
}
