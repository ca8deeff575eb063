using System.Globalization;
using System.Net;
using System.Xml.Linq;
using Metier.Ledger;
using Metier.Payments;
using Metier.Platform;
using Metier.Tax;
using Metier.Tests.Payments;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using static Metier.Tests.Payments.PaymentsWorld;
using static Metier.Tests.Tax.TaxScene;

namespace Metier.Tests.Tax;

[Trait("storage", "both")]
public class YearEndTests
{
    private static readonly XNamespace Dpi = "urn:oecd:ties:dpi:v1";
    private static readonly XNamespace Stf = "urn:oecd:ties:dpistf:v1";

    /// <summary>The limits of a year in which six payments are many.</summary>
    private static string Packs()
    {
        var folder = Directory.CreateTempSubdirectory("metier-packs");
        var us = folder.CreateSubdirectory("us").FullName;
        foreach (var (path, text) in PackFiles.BuiltIn().Where(f => f.Key.StartsWith("us/", StringComparison.Ordinal)))
        {
            var lower = path.EndsWith("thresholds.tsv", StringComparison.Ordinal)
                ? text.Split('\n')[0] + "\n1099-k\tfederal\t2025\t\t2000.00\tUSD\t5\ta test\n"
                : text;
            File.WriteAllText(Path.Combine(us, Path.GetFileName(path)), lower);
        }
        return folder.FullName;
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task A_year_by_the_clock_is_reported_to_the_cent_of_the_ledger(Store store)
    {
        await using var year = await Year.RunAsync(store, Packs());
        var (scene, american, french) = (year.Scene, year.American, year.French);

        // Everything the book says was earned is on a paper or on none, and nothing twice.
        var run = await year.PrepareAsync("1099-k", ("EUR", 1.1m));
        var view = await year.ViewAsync(run);
        var earned = await year.EarnedAsync(null);
        Assert.Equal(earned, view.Totals.Ledger["EUR"]);
        Assert.Equal(await year.EarnedAsync(american), view.Totals.OnPapers["EUR"]);
        Assert.Equal(earned - view.Totals.OnPapers["EUR"], view.Totals.Elsewhere["EUR"]);

        // Two people.
        Assert.Equal("same_person", Assert.Single((await year.ApproveAsync(run, scene.One)).Refusals).Code);
        Assert.True((await year.ApproveAsync(run, french)).IsNotFound);
        Assert.Null(await year.FileAsync(run));
        Sure(await year.ApproveAsync(run, scene.Two));
        var csv = (await year.FileAsync(run))!;
        var rows = csv.Trim().Split("\r\n").Select(r => r.Trim('"').Split("\",\"")).ToList();
        var row = rows[0].Zip(rows[1]).ToDictionary(c => c.First, c => c.Second);
        Assert.Equal(2, rows.Count);
        Assert.Equal(("123456789", "98-7654321", "MA"), (row["Payee TIN"], row["Filer TIN"], row["Payee State"]));
        var months = Enumerable
            .Range('a', 12)
            .Select(m => decimal.Parse(row["Box 5" + (char)m], CultureInfo.InvariantCulture))
            .ToList();
        Assert.Equal(decimal.Parse(row["Box 1a"], CultureInfo.InvariantCulture), months.Sum());
        Assert.Equal(year.AmericanMonths.Select(m => Math.Round(m * 1.1m, 2, MidpointRounding.AwayFromZero)), months);
        Assert.Equal(year.AmericanPayments.ToString(CultureInfo.InvariantCulture), row["Box 3"]);

        // DAC7 in whole units by quarter, from the same book.
        var dac7 = await year.PrepareAsync("dac7");
        Sure(await year.ApproveAsync(dac7, scene.Two));
        var xml = XDocument.Parse((await year.FileAsync(dac7))!);
        var seller = Assert.Single(xml.Descendants(Dpi + "ReportableSeller"));
        long[] Cells(string name) => [.. seller.Descendants(Dpi + name).Single().Elements().Select(e => (long)e)];
        var (gross, fee) = await year.FrenchAsync();
        Assert.Equal(
            gross.Zip(fee, (g, f) => (long)Math.Round((g - f) / 100m, MidpointRounding.AwayFromZero)),
            Cells("Consideration")
        );
        Assert.Equal(fee.Select(f => (long)Math.Round(f / 100m, MidpointRounding.AwayFromZero)), Cells("Fees"));
        Assert.Equal("3023217600053", seller.Descendants(Dpi + "TIN").Single().Value);
        if (Environment.GetEnvironmentVariable("METIER_TEST_DAC7") is { Length: > 0 } keep)
        {
            await File.WriteAllTextAsync(keep, (await year.FileAsync(dac7))!);
        }

        // The French statement, and what its recipient sees of it.
        var statement = await year.PrepareAsync("fr-242bis");
        Sure(await year.ApproveAsync(statement, scene.Two));
        var line = (await year.FileAsync(statement))!.Split("\r\n")[1];
        Assert.Contains(Currency.Eur.Minor(gross.Sum()).ToDecimalString(), line, StringComparison.Ordinal);
        await scene.Host.SettleAsync();
        Assert.Equal(
            3,
            (await scene.Host.MailsAsync()).Count(m => m.Subject.Contains("2027", StringComparison.Ordinal))
        );
        await year.SeenAsync(french, american);
        await scene.World.AssertBooksAsync();
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task What_changes_after_the_filing_becomes_a_correction(Store store)
    {
        await using var year = await Year.RunAsync(store, Packs());
        var first = await year.PrepareAsync("dac7");
        Sure(await year.ApproveAsync(first, year.Scene.Two));
        Assert.Equal("nothing_new", Assert.Single((await year.TryAsync("dac7")).Refusals).Code);
        Sure(
            await year.Scene.World.Do<MarkFiled, Outcome<Done>>(m =>
                m.RunAsync(first, "FR-77", year.Scene.One, default)
            )
        );
        // The street was wrong.
        var values = French();
        values["street"] = "2 rue des Lilas";
        Sure(await year.Scene.SaveAsync("FR", values, actor: year.French));
        var second = await year.PrepareAsync("dac7");
        Sure(await year.ApproveAsync(second, year.Scene.Two));
        var old = XDocument.Parse((await year.FileAsync(first))!);
        var fresh = XDocument.Parse((await year.FileAsync(second))!);
        Assert.Empty(fresh.Descendants(Dpi + "ReportableSeller"));
        var corrected = XDocument.Parse((await year.FileAsync(second, corrections: true))!);
        Assert.Equal("DPI402", corrected.Descendants(Dpi + "MessageTypeIndic").Single().Value);
        var seller = corrected.Descendants(Dpi + "ReportableSeller").Single();
        Assert.Equal("OECD2", seller.Descendants(Stf + "DocTypeIndic").Single().Value);
        Assert.Equal(
            old.Descendants(Dpi + "ReportableSeller").Single().Descendants(Stf + "DocRefId").Single().Value,
            seller.Descendants(Stf + "CorrDocRefId").Single().Value
        );
        // Moved away: the paper should not have been.
        Sure(
            await year.Scene.SaveAsync(
                "JP",
                new Dictionary<string, string?> { ["work_country"] = "JP" },
                actor: year.French
            )
        );
        var third = await year.PrepareAsync("dac7");
        Sure(await year.ApproveAsync(third, year.Scene.Two));
        var gone = XDocument.Parse((await year.FileAsync(third, corrections: true))!);
        Assert.Equal(
            "OECD3",
            gone.Descendants(Dpi + "ReportableSeller").Single().Descendants(Stf + "DocTypeIndic").Single().Value
        );
        await Assert.ThrowsAnyAsync<Exception>(() =>
            year.Scene.World.Do<MetierDb, int>(db => db.Database.ExecuteSqlRawAsync("DELETE FROM tax_paper"))
        );
    }

    [Fact]
    public async Task The_page_says_what_is_missing_and_only_finance_sees_it()
    {
        await using var scene = await TaxScene.StartAsync(
            Store.Sqlite,
            "FR",
            ("Taxes:TaxNumber", ""),
            ("Taxes:City", "")
        );
        using var finance = await scene.Host.SignedInAsync(scene.One);
        var page = await finance.GetAsync("/en/admin/tax/year-end?year=2026");
        Assert.Contains("Taxes__City", page.Text, StringComparison.Ordinal);
        var refused = await page.SubmitAsync("form:has(input[value=dac7])");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        using var other = await scene.Host.SignedInAsync(scene.Freelancer);
        Assert.Equal(HttpStatusCode.NotFound, (await other.GetAsync("/en/admin/tax/year-end")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await other.GetAsync($"/admin/tax/runs/{Guid.NewGuid()}/file")).Status);
        foreach (
            var path in new[] { "/fr/gestion/impots", "/fr/gestion/impots/retenues", "/fr/gestion/impots/fin-d-annee" }
        )
        {
            Assert.Equal(HttpStatusCode.OK, (await finance.GetAsync(path)).Status);
        }
        using var client = await scene.Host.SignedInAsync(scene.World.Client);
        var why = await client.GetAsync("/en/money/tax/clients");
        Assert.Contains("You file no Form 1099", why.Text, StringComparison.Ordinal);
        Assert.Contains(
            "1099-NEC",
            (await client.GetAsync("/fr/argent/impots/clients")).Text,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_year_that_goes_on_is_a_preview_and_another_currency_needs_its_rate()
    {
        await using var scene = await TaxScene.StartAsync(Store.Sqlite, "US");
        Sure(await scene.SignAsync("w-9", W9()));
        await scene.RichAsync(100);
        using var browser = await scene.Host.SignedInAsync(scene.One);
        var page = await browser.GetAsync("/en/admin/tax/year-end?year=2026");
        var refused = await page.SubmitAsync("form:has(input[value='1099-k'])");
        Assert.Contains("what one EUR is worth", refused.Text, StringComparison.Ordinal);
        // €100 is far below every limit of a year.
        var nothing = await refused.SubmitAsync(
            "form:has(input[value='1099-k'])",
            new Dictionary<string, string?> { ["rate-EUR"] = "1.08" }
        );
        Assert.Contains("Nothing to report", nothing.Text, StringComparison.Ordinal);
        var rich = await scene.World.FundedAsync(900);
        await scene.World.ReleaseAsync(rich, Eur(900));
        // Massachusetts wants it from $600 on.
        var draft = await nothing.SubmitAsync(
            "form:has(input[value='1099-k'])",
            new Dictionary<string, string?> { ["rate-EUR"] = "1,08" }
        );
        Assert.Contains("$1,080.00", draft.Text, StringComparison.Ordinal);
        using var second = await scene.Host.SignedInAsync(scene.Two);
        var approving = await second.GetAsync("/en/admin/tax/year-end?year=2026");
        var early = await approving.SubmitAsync("button[name=Id]");
        Assert.Contains("2026 is not over yet", early.Text, StringComparison.Ordinal);
    }
}

/// <summary>A year of work for an American and a French freelancer.</summary>
internal sealed class Year : IAsyncDisposable
{
    public required TaxScene Scene { get; init; }
    public required Actor American { get; init; }
    public required Actor French { get; init; }
    public decimal[] AmericanMonths { get; } = new decimal[12];
    public int AmericanPayments { get; private set; }

    public static async Task<Year> RunAsync(Store store, string packs)
    {
        var scene = await TaxScene.StartAsync(store, "US", ("Taxes:Folder", packs));
        TaxScene.Sure(await scene.SignAsync("w-9", TaxScene.W9()));
        var french = await scene.Host.MemberAsync("Chloé Martin", freelancer: true, language: "fr");
        TaxScene.Sure(await scene.SaveAsync("FR", TaxScene.French(), actor: french));
        var year = new Year
        {
            Scene = scene,
            American = scene.Freelancer,
            French = french,
        };
        await year.LiveAsync();
        return year;
    }

    /// <summary>2027, from January to December, and a little of the years around it, which do not count.</summary>
    private async Task LiveAsync()
    {
        var card = await Scene.World.CardAsync();
        await EarnAsync(card, American, 50, count: false);
        foreach (var month in Enumerable.Range(1, 12))
        {
            await Scene.Host.AdvanceAsync(new DateTime(2027, month, 10, 0, 0, 0, DateTimeKind.Utc) - Scene.Host.Now);
            await EarnAsync(card, American, 333.33m + month);
            await EarnAsync(card, French, 77.77m * month);
            if (month % 4 == 0)
            {
                await EarnAsync(card, American, 10.01m);
            }
        }
        await Scene.Host.AdvanceAsync(new DateTime(2028, 1, 3, 0, 0, 0, DateTimeKind.Utc) - Scene.Host.Now);
        await EarnAsync(card, American, 60, count: false);
    }

    private async Task EarnAsync(Guid card, Actor who, decimal amount, bool count = true)
    {
        var request = Scene.World.Request(card, PaymentsWorld.Eur(amount)) with { FreelancerId = who.MemberId };
        Assert.Equal(ChargeState.Settled, (await Scene.World.ChargeAsync(request)).Value.State);
        TaxScene.Sure(await Scene.World.ReleaseAsync(request.SubjectId, PaymentsWorld.Eur(amount)));
        if (count && who == American)
        {
            AmericanMonths[Scene.Host.Now.Month - 1] += amount;
            AmericanPayments++;
        }
    }

    /// <summary>What the rows beside the book say was earned in 2027, minor units: the book itself must agree.</summary>
    public Task<long> EarnedAsync(Actor? who)
    {
        var id = who?.MemberId;
        return Scene.World.Do<MetierDb, long>(db =>
            db.Set<Earning>()
                .Where(e => e.EarnedAt.Year == 2027 && (id == null || e.FreelancerId == id))
                .SumAsync(e => e.GrossMinor)
        );
    }

    public Task<(long[] Gross, long[] Fee)> FrenchAsync() =>
        Scene.World.Do<MetierDb, (long[], long[])>(async db =>
        {
            var all = await db.Set<Earning>()
                .Where(e => e.EarnedAt.Year == 2027 && e.FreelancerId == French.MemberId)
                .ToListAsync();
            long[] Of(Func<Earning, long> of) =>
                [.. Enumerable.Range(0, 4).Select(q => all.Where(e => (e.EarnedAt.Month - 1) / 3 == q).Sum(of))];
            return (Of(e => e.GrossMinor), Of(e => e.ServiceFeeMinor));
        });

    public Task<Outcome<Guid>> TryAsync(string document, params (string Code, decimal Rate)[] rates) =>
        Scene.World.Do<PrepareRun, Outcome<Guid>>(p =>
            p.RunAsync(new(document, 2027, rates.ToDictionary(r => r.Code, r => r.Rate)), Scene.One, default)
        );

    public async Task<Guid> PrepareAsync(string document, params (string Code, decimal Rate)[] rates) =>
        TaxScene.Sure(await TryAsync(document, rates));

    public Task<Outcome<Done>> ApproveAsync(Guid run, Actor who) =>
        Scene.World.Do<ApproveRun, Outcome<Done>>(a => a.RunAsync(run, who, default));

    public async Task<RunView> ViewAsync(Guid run) =>
        (await Scene.World.Do<YearEndViews, List<RunView>>(v => v.RunsAsync(2027, default))).Single(r => r.Id == run);

    public async Task<string?> FileAsync(Guid run, bool corrections = false) =>
        await Scene.World.Do<YearFiles, (byte[] Bytes, string Name, string Type)?>(f =>
            f.OpenAsync(run, corrections, Scene.One, default)
        )
            is var (bytes, _, _)
            ? System.Text.Encoding.UTF8.GetString(bytes)
            : null;

    public async Task SeenAsync(Actor one, Actor other)
    {
        using var browser = await Scene.Host.SignedInAsync(one);
        var page = await browser.GetAsync("/fr/argent/impots");
        var links = page
            .Document.QuerySelectorAll("a[href^='/tax/papers/']")
            .Select(a => a.GetAttribute("href")!)
            .ToList();
        Assert.Equal(2, links.Count);
        var pdf = await browser.Http.GetAsync(links[0]);
        Assert.Equal("application/pdf", pdf.Content.Headers.ContentType!.MediaType);
        using var theirs = await Scene.Host.SignedInAsync(other);
        Assert.Equal(HttpStatusCode.NotFound, (await theirs.GetAsync(links[0])).Status);
    }

    public ValueTask DisposeAsync() => Scene.DisposeAsync();
}
