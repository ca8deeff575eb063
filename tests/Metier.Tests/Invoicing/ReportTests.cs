using System.Globalization;
using System.Net;
using Metier.Invoicing;
using Metier.Ledger;
using Metier.Payments;
using Metier.Platform;
using Metier.Tests.Payments;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using UglyToad.PdfPig;
using static Metier.Tests.Payments.PaymentsWorld;

namespace Metier.Tests.Invoicing;

/// <summary>Reports say what the book says, and certificates can be checked by anybody.</summary>
public class ReportTests
{
    private static readonly DateOnly First = new(2026, 1, 1);
    private static readonly DateOnly Last = new(2027, 12, 31);

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task Whatever_moved_each_report_sums_to_the_cent_to_what_the_book_holds(Store store)
    {
        await using var world = await PaymentsWorld.StartAsync(store);
        var card = await world.CardAsync();
        (int Minor, int Percent, int What)[] moves =
        [
            (123_456, 33, 2),
            (1, 99, 3),
            (99_999, 1, 1),
            (7_777, 67, 2),
            (200_000, 50, 0),
            (3_333, 11, 1),
            (65_431, 85, 3),
        ];
        foreach (var (minor, percent, what) in moves)
        {
            var milestone = await world.FundedAsync(minor / 100m + 1, card);
            var part = Eur(Math.Round((minor / 100m + 1) * percent / 100m, 2) + 0.01m);
            if (what > 0)
            {
                Assert.True((await world.ReleaseAsync(milestone, part)).Ok);
            }
            if (what > 1)
            {
                await world.RefundAsync(milestone, await world.HeldAsync(milestone));
            }
            await world.Host.AdvanceAsync(TimeSpan.FromDays(percent / 3.0));
        }
        var method = await world.PayoutMethodAsync();
        // What the provider kept as its own fee was paid by the clients too.
        var collected = await SumAsync(world, AccountKind.ProviderPending, AccountKind.ProviderAvailable, AccountKind.ProviderFee);
        Assert.True((await world.WithdrawAsync(method, Eur(20))).Ok);
        var fees = await SumAsync(world, AccountKind.ServiceFee);
        var paidOut = await SumAsync(world, AccountKind.Payout, AccountKind.WithdrawalFee);
        foreach (var by in Enum.GetValues<ReportBy>())
        {
            var spent = await FindAsync(world, StatementSide.Client, by);
            var earned = await FindAsync(world, StatementSide.Freelancer, by);
            Assert.Equal(collected, spent.Total.Net);
            Assert.Equal(await world.PendingAsync() + await world.ReadyAsync() + paidOut, earned.Total.Net);
            Assert.Equal(fees, earned.Total.Fee);
            foreach (var report in new[] { spent, earned })
            {
                Assert.Equal(report.Total.Net, Sum(report, r => r.Net));
                Assert.Equal(report.Total.Work, Sum(report, r => r.Work));
                Assert.Equal(report.Total.Fee, Sum(report, r => r.Fee));
                Assert.Equal(report.Total.Count, report.Rows.Sum(r => r.Count));
            }
            Assert.Equal(spent.Total.Net, spent.Total.Work + spent.Total.Fee);
            Assert.Equal(earned.Total.Net, earned.Total.Work - earned.Total.Fee);
        }
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task A_freelancer_sees_a_report_takes_it_along_and_has_it_certified_for_anybody_to_check(Store store)
    {
        await using var world = await PaymentsWorld.StartAsync(store);
        await world.ReleaseAsync(await world.FundedAsync(1_000), Eur(1_000));
        using var browser = await world.Host.SignedInAsync(world.Freelancer);
        var page = await browser.GetAsync("/en/money/reports?by=Person");
        Assert.Contains("Ada Client", page.Text, StringComparison.Ordinal);
        Assert.Contains("€1,000.00 €100.00 €900.00", page.Text, StringComparison.Ordinal);
        var csv = await browser.Http.GetStringAsync("/money/report.csv?by=Week");
        Assert.Contains("\"1000.00\",\"100.00\",\"900.00\",\"EUR\"", csv, StringComparison.Ordinal);
        Assert.Contains("€900.00", await PdfAsync(browser, "/money/report.pdf?by=Month"), StringComparison.Ordinal);

        var once = page.Form("form:has([name='Form.RequestId'])");
        page = await page.SubmitAsync("form:has([name='Form.RequestId'])");
        Assert.NotNull(once);
        var code = page.Document.QuerySelector("main a[href*='verify']")!.TextContent.Trim();
        Assert.Matches("^([A-Z2-9]{4}-){3}[A-Z2-9]{4}$", code);
        var file = page.Document.QuerySelector("main a[href^='/money/certificates/']")!.GetAttribute("href")!;
        var printed = await PdfAsync(browser, file);
        Assert.Contains(code, printed, StringComparison.Ordinal);
        Assert.Contains("Zoe Free-Lance", printed, StringComparison.Ordinal);
        Assert.Contains("€900.00", printed, StringComparison.Ordinal);

        using var visitor = world.Host.Visitor();
        var check = await visitor.GetAsync("/en/verify");
        check = await check.SubmitAsync("main form", new Dictionary<string, string?> { ["code"] = code.ToLowerInvariant() });
        Assert.Contains("was issued here", check.Text, StringComparison.Ordinal);
        Assert.Contains("€900.00", check.Text, StringComparison.Ordinal);
        check = await visitor.GetAsync("/fr/verifier?code=AAAA-BBBB-CCCC-DDDD");
        Assert.Contains("Aucune attestation", check.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Zoe", check.Text, StringComparison.Ordinal);

        using var stranger = await world.Host.SignedInAsync(world.Client);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.Http.GetAsync(file)).StatusCode);
        Assert.DoesNotContain(code, (await stranger.GetAsync("/en/money/reports")).Text, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task A_row_written_into_the_database_is_no_certificate_and_one_that_was_issued_cannot_be_changed(Store store)
    {
        await using var world = await PaymentsWorld.StartAsync(store);
        await world.ReleaseAsync(await world.FundedAsync(10), Eur(10));
        var input = new CertificateInput(NewId(), StatementSide.Freelancer, Currency.Eur, First, Last);
        var id = (await IssueAsync(world, input)).Value;
        Assert.Equal(id, (await IssueAsync(world, input)).Value);
        await world.Host.InScopeAsync(async s =>
        {
            var db = s.GetRequiredService<MetierDb>();
            var real = await db.Set<MoneyCertificate>().AsNoTracking().SingleAsync();
            db.Set<MoneyCertificate>().Add(
                new MoneyCertificate
                {
                    Id = NewId(),
                    Code = "ZZZZZZZZZZZZZZZZ",
                    Side = real.Side,
                    PartyId = real.PartyId,
                    RequestId = NewId(),
                    IssuedAt = real.IssuedAt,
                    Language = "en",
                    Content = real.Content.Replace("900", "999900", StringComparison.Ordinal),
                    Seal = real.Seal,
                    FileId = real.FileId,
                    FileSha256 = real.FileSha256,
                }
            );
            await db.SaveChangesAsync();
            var views = s.GetRequiredService<CertificateViews>();
            Assert.NotNull(await views.VerifyAsync(real.Code, CancellationToken.None));
            Assert.Null(await views.VerifyAsync("ZZZZ ZZZZ ZZZZ ZZZZ", CancellationToken.None));
            await Assert.ThrowsAnyAsync<Exception>(() => db.Set<MoneyCertificate>().ExecuteUpdateAsync(u => u.SetProperty(c => c.Language, "fr")));
            await Assert.ThrowsAnyAsync<Exception>(() => db.Set<MoneyCertificate>().ExecuteDeleteAsync());
        });
    }

    [Fact]
    public async Task Odd_days_are_refused_beside_their_field_or_read_as_this_year()
    {
        await using var world = await PaymentsWorld.StartAsync(Store.Sqlite);
        await world.ReleaseAsync(await world.FundedAsync(10), Eur(10));
        async Task<string> Refused(DateOnly from, DateOnly to) =>
            Assert.Single((await IssueAsync(world, new(NewId(), StatementSide.Freelancer, Currency.Eur, from, to))).Refusals).Code;
        Assert.Equal("certificate_days", await Refused(Last, First));
        Assert.Equal("certificate_long", await Refused(new(2000, 1, 1), Last));
        Assert.Equal("certificate_empty", await Refused(new(2025, 1, 1), new(2025, 12, 31)));
        using var browser = await world.Host.SignedInAsync(world.Client);
        var page = await browser.GetAsync("/fr/argent/rapports?by=nothing&from=yesterday&to=31/12/2026&currency=XYZ");
        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.Contains("novembre 2026", page.Text, StringComparison.Ordinal);
        var empty = await browser.GetAsync("/en/money/reports?from=2030-01-01&to=2020-01-01");
        Assert.Contains("No money moved", empty.Text, StringComparison.Ordinal);
        using var visitor = world.Host.Visitor();
        Assert.DoesNotContain("/en/money/reports", (await visitor.GetAsync("/money/report.csv")).Path, StringComparison.Ordinal);
    }

    private static Task<Outcome<Guid>> IssueAsync(PaymentsWorld world, CertificateInput input) =>
        world.Do<IssueCertificate, Outcome<Guid>>(issue => issue.RunAsync(input, world.Freelancer, CancellationToken.None));

    private static Task<Report> FindAsync(PaymentsWorld world, StatementSide side, ReportBy by) =>
        world.Do<ReportViews, Report>(views =>
            views.FindAsync(
                side,
                side == StatementSide.Client ? world.ClientId : world.Freelancer.MemberId,
                Currency.Eur,
                by,
                First,
                Last,
                CancellationToken.None
            )
        );

    private static Money Sum(Report report, Func<ReportRow, Money> part) =>
        report.Rows.Select(part).Aggregate(Money.Zero(Currency.Eur), (a, b) => a + b);

    /// <summary>What the accounts of these kinds hold, on the side that is natural to them.</summary>
    private static Task<Money> SumAsync(PaymentsWorld world, params AccountKind[] kinds) =>
        world.Do<MetierDb, Money>(async db =>
        {
            var rows = await (
                from e in db.LedgerEntries
                join a in db.LedgerAccounts on e.AccountId equals a.Id
                where kinds.Contains(a.Kind)
                select new { e.Amount, a.Normal }
            ).ToListAsync();
            return Currency.Eur.Minor(rows.Sum(r => r.Amount * r.Normal));
        });

    private static async Task<string> PdfAsync(Browser browser, string path)
    {
        var bytes = await browser.Http.GetByteArrayAsync(path);
        using var pdf = PdfDocument.Open(bytes);
        return string.Concat(pdf.GetPages().Select(p => p.Text)).ToString(CultureInfo.InvariantCulture);
    }
}
