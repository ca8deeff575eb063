using Metier.Contracts;
using Metier.Diary;
using Metier.Invoicing;
using Metier.Ledger;
using Metier.Payments;
using Metier.Payroll;
using Metier.Platform;
using Metier.Tests.Contracts;
using Metier.Tests.Diary;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Metier.Tests.Payroll;

/// <summary>Contracts that a staffing partner runs: their states, their hours, and where the money goes to the cent.</summary>
public sealed class PayrollTests
{
    private static readonly CancellationToken Ct = CancellationToken.None;

    [Fact]
    public void The_states_are_a_table()
    {
        var moves =
            from a in Enum.GetValues<PayrollState>()
            from b in Enum.GetValues<PayrollState>()
            where PayrollContract.May(a, b)
            select $"{a}>{b}";
        Assert.Equal(
            ["Onboarding>Active", "Onboarding>Ended", "Active>Paused", "Active>Ended", "Paused>Active", "Paused>Ended"],
            moves
        );
    }

    [Theory]
    // cost, markup and management in percent; markup, fee of 2.75 %, client pays, management
    [InlineData(62_00, 185_000, 0, 11_47, 2_02, 75_49, 0)]
    [InlineData(60_00, 0, 75_000, 0, 1_65, 61_65, 4_50)]
    [InlineData(33_33, 125_000, 50_000, 4_17, 1_03, 38_53, 1_67)]
    public void An_hour_has_its_price_in_parts(
        long cost,
        int markup,
        int management,
        long markupMinor,
        long fee,
        long pays,
        long kept
    )
    {
        var terms = new PayrollTerms(Guid.Empty, "Palier", PayrollForm.Employer, "FR", markup, management, 0, "x", 1);
        var hour = PayrollHour.Of(terms, FeeTerms.Default(Currency.Eur), Currency.Eur.Minor(cost));
        Assert.Equal(
            (markupMinor, fee, pays, kept),
            (hour.Markup.Minor, hour.Fee.Minor, hour.ClientPays.Minor, hour.Management.Minor)
        );
    }

    [Fact]
    public void Every_list_is_complete_in_both_languages()
    {
        var lists = new Checklists();
        Assert.Equal("fr-portage", lists.For(PayrollForm.Portage, "FR")!.Code);
        Assert.Equal("us-employer", lists.For(PayrollForm.Employer, "US")!.Code);
        Assert.Equal("generic-employer", lists.For(PayrollForm.Employer, "PT")!.Code);
        Assert.Null(lists.For(PayrollForm.Portage, "US"));
        foreach (var list in lists.All)
        {
            Assert.Equal(list.Items.Count, list.Items.Select(i => i.Code).Distinct().Count());
            Assert.Contains(list.Items, i => i.By == ItemSide.Freelancer);
            Assert.Contains(list.Items, i => i.By == ItemSide.Partner && i.Evidence);
            Assert.All(
                list.Items.SelectMany(i => new[] { i.Text, i.Detail }),
                w =>
                {
                    Assert.NotEqual("", w.En.Trim());
                    Assert.NotEqual("", w.Fr.Trim());
                    Assert.DoesNotContain('\'', w.En + w.Fr);
                }
            );
        }
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task A_week_is_charged_invoiced_and_paid_to_the_partner_to_the_cent(Store store)
    {
        await using var scene = await PayrollScene.RunningAsync(store);
        await scene.BillAsync();
        // 10 h at €62 and 18.5 %: 620.00 + 114.70, and 2.75 % of it on top.
        var week = await scene.WeekAsync();
        Assert.Equal((PayrollWeekState.NoResult, 620_00L, 114_70L), (week.State, week.CostMinor, week.MarkupMinor));
        Assert.Equal(734_70, await scene.OwedAsync());
        var line = Assert.Single(await scene.HoursAsync());
        Assert.Equal((1, 600, 62_00L, 620_00L), (line.Number, line.Minutes, line.RateMinor, line.AmountMinor));
        var diary = await scene.Host.InScopeAsync(s =>
            s.GetRequiredService<MetierDb>().Set<DiaryWeek>().AsNoTracking().SingleAsync(w => w.Id == scene.Week)
        );
        Assert.Equal((WeekState.Released, 0, 0L), (diary.State, diary.CoveredMinutes, diary.ServiceFeeMinor));
        Assert.False(diary.CanBeDisputed(scene.Host.Now));
        await scene.BooksBalanceAsync();

        // The operator invoices the payment fee, the partner hours and markup in its own series; nobody a commission.
        var invoices = await scene.Host.InScopeAsync(s =>
            s.GetRequiredService<MetierDb>().Set<Invoice>().AsNoTracking().OrderBy(i => i.Kind).ToListAsync()
        );
        Assert.Equal(
            [(InvoiceKind.Charge, 20_20L), (InvoiceKind.Payroll, 734_70L)],
            invoices.OrderBy(i => i.TotalMinor).Select(i => (i.Kind, i.TotalMinor))
        );
        var partners = invoices.Single(i => i.Kind == InvoiceKind.Payroll);
        Assert.Equal((1L, null), (partners.SeriesNumber, partners.FreelancerId));
        Assert.StartsWith(scene.Partner.ToString("N"), partners.Series, StringComparison.Ordinal);
        // The employee earns nothing here.
        Assert.False(await scene.Host.InScopeAsync(s => s.GetRequiredService<MetierDb>().Set<Earning>().AnyAsync()));
        Assert.True((await scene.Host.HourlyAsync(scene.Contract)).Contract.IsPayroll);

        Assert.Equal("nothing_ready", (await scene.PayOutAsync()).Refusals[0].Code);
        Assert.Equal(1, ContractScenes.Sure(await scene.ImportAsync(scene.Result("P-1", "620.00"))).Imported);
        Assert.Equal(PayrollWeekState.Ready, (await scene.WeekAsync()).State);
        var request = Guid.CreateVersion7();
        Assert.Equal(734_70, ContractScenes.Sure(await scene.PayOutAsync(request)).Minor);
        Assert.Equal(734_70, ContractScenes.Sure(await scene.PayOutAsync(request)).Minor);
        Assert.Equal("nothing_ready", (await scene.PayOutAsync()).Refusals[0].Code);
        Assert.Equal((0, PayrollWeekState.PaidOut), (await scene.OwedAsync(), (await scene.WeekAsync()).State));
        Assert.Equal("paid_out", (await scene.ImportAsync(scene.Result("P-2", "620.00"))).Refusals[0].Code);
        await scene.Host.AdvanceAsync(TimeSpan.FromDays(7));
        var payout = Assert.Single(
            await scene.Host.InScopeAsync(s => s.GetRequiredService<PayPartner>().ListAsync(scene.Partner, null, Ct))
        );
        Assert.Equal((PayoutState.Paid, 734_70L), (payout.State, payout.Amount.Minor));
        await scene.BooksBalanceAsync();
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task No_hour_is_logged_before_the_list_is_done_nor_while_the_partner_has_stopped_the_work(Store store)
    {
        await using var scene = await PayrollScene.StartAsync(store);
        await scene.DraftAsync();
        await scene.AcceptAsync();
        Assert.Equal("contract_paused", (await scene.ByHandAsync("2026-11-23", "08:00", "08:30")).Refusals[0].Code);

        // Each side ticks its own; what must be shown is shown.
        Assert.True((await scene.TickAsync("dpae", scene.Freelancer, "x")).IsNotFound);
        Assert.True((await scene.TickAsync("identity", scene.Pat)).IsNotFound);
        Assert.True((await scene.TickAsync("identity", scene.Client)).IsNotFound);
        Assert.Equal("evidence", (await scene.TickAsync("dpae", scene.Pat, " ")).Refusals[0].Code);
        await scene.Host.AdvanceAsync(TimeSpan.FromHours(1));
        await scene.OnboardAsync();
        var row = await scene.RowAsync();
        Assert.Equal((PayrollState.Active, scene.Host.Now), (row.State, row.OnboardedAt));

        // Time before that moment stays out, even by hand.
        await scene.Host.AdvanceAsync(TimeSpan.FromHours(2));
        Assert.False((await scene.ByHandAsync("2026-11-23", "09:10", "09:30")).Ok);
        Assert.Equal(30, ContractScenes.Sure(await scene.ByHandAsync("2026-11-23", "11:00", "11:30")));

        var pause = (bool on, Actor by) =>
            scene.Do<PausePayroll, Done>(u => u.RunAsync(scene.Contract, on, "Permit ran out", by, Ct));
        Assert.True((await pause(true, scene.Client)).IsNotFound);
        ContractScenes.Sure(await pause(true, scene.Pat));
        Assert.Equal("contract_paused", (await scene.ByHandAsync("2026-11-23", "11:40", "11:50")).Refusals[0].Code);
        Assert.Equal("payroll_state", (await pause(true, scene.Pat)).Refusals[0].Code);
        ContractScenes.Sure(await pause(false, scene.Pat));
        Assert.Equal(PayrollState.Active, (await scene.RowAsync()).State);
        await scene.Host.EndAsync(scene.Client, scene.Contract);
        await scene.Host.SettleAsync();
        Assert.Equal(PayrollState.Ended, (await scene.RowAsync()).State);
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task Results_come_in_all_or_none_and_a_difference_waits_for_its_reason(Store store)
    {
        await using var scene = await PayrollScene.RunningAsync(store);
        await scene.BillAsync();
        var other = await scene.Host.MemberAsync("Quy Other", freelancer: true);
        var theirs = await scene.PartnerAsync("Quai", other);

        // A good row and bad ones: every bad row by its number, and nothing comes in.
        var bad = await scene.ImportAsync(
            scene.Result("P-1", "620.00"),
            scene.Result("P-2", "12,5"),
            scene.Result("P-3", "620.00", currency: "USD"),
            scene.Result("P-4", "620.00", week: "2026-11-24"),
            scene.Result("P-5", "620.00", contract: Guid.CreateVersion7().ToString()),
            scene.Result("P-6", "300.00"),
            scene.Result("P-1", "620.00")
        );
        Assert.Equal(
            ["row/3 employer_cost", "row/5 week", "row/6 contract", "row/7 amounts", "row/8 twice"],
            bad.Refusals.Select(r => $"{r.Field} {r.Code}")
        );
        Assert.StartsWith("Row 3: ", bad.Refusals[0].Message, StringComparison.Ordinal);
        Assert.Equal(
            "row/2 currency",
            string.Join(
                ' ',
                (await scene.ImportAsync(scene.Result("P-3", "620.00", currency: "USD"))).Refusals.Select(r =>
                    $"{r.Field} {r.Code}"
                )
            )
        );
        Assert.Equal(
            "contract",
            (
                await scene.Do<ImportResults, ImportedResults>(u =>
                    u.RunAsync([scene.Result("P-1", "620.00")], new(theirs, "Quai", other), Ct)
                )
            )
                .Refusals[0]
                .Code
        );
        Assert.Equal(PayrollWeekState.NoResult, (await scene.WeekAsync()).State);

        Assert.Equal(new(1, 0), ContractScenes.Sure(await scene.ImportAsync(scene.Result("P-1", "650.00"))));
        Assert.Equal(new(0, 1), ContractScenes.Sure(await scene.ImportAsync(scene.Result("P-1", "650.00"))));
        Assert.Equal("reference_known", (await scene.ImportAsync(scene.Result("P-1", "651.00"))).Refusals[0].Code);
        var week = await scene.WeekAsync();
        Assert.Equal((PayrollWeekState.Differs, 30_00L), (week.State, week.DifferenceMinor));
        Assert.Equal("nothing_ready", (await scene.PayOutAsync()).Refusals[0].Code);

        var explain = (long seen, Actor by) =>
            scene.Do<ExplainPayDifference, Done>(u => u.RunAsync(scene.Week, seen, "Holiday pay", by, Ct));
        Assert.True((await explain(30_00, scene.Pat)).IsNotFound);
        Assert.Equal("no_difference", (await explain(29_00, scene.Staff)).Refusals[0].Code);
        ContractScenes.Sure(await explain(30_00, scene.Staff));
        Assert.Equal(PayrollWeekState.Ready, (await scene.WeekAsync()).State);
        // Another result changes the sum: what was explained was about the old one. Then they agree.
        ContractScenes.Sure(await scene.ImportAsync(scene.Result("P-1a", "-20.00")));
        Assert.Equal(PayrollWeekState.Differs, (await scene.WeekAsync()).State);
        ContractScenes.Sure(await scene.ImportAsync(scene.Result("P-1b", "-10.00")));
        Assert.Equal(PayrollWeekState.Ready, (await scene.WeekAsync()).State);
        Assert.Equal("below_zero", (await scene.ImportAsync(scene.Result("P-1c", "-700.00"))).Refusals[0].Code);
        await Assert.ThrowsAnyAsync<Exception>(() =>
            scene.Host.InScopeAsync(s =>
                s.GetRequiredService<MetierDb>()
                    .Set<PayResult>()
                    .ExecuteUpdateAsync(u => u.SetProperty(r => r.NetMinor, 1))
            )
        );
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task Hours_are_corrected_by_new_lines_and_wages_are_neither_disputed_nor_given_back(Store store)
    {
        await using var scene = await PayrollScene.RunningAsync(store);
        await scene.BillAsync();
        var correct = (string hours, Actor by, Guid request) =>
            scene.Do<CorrectHours, Done>(u =>
                u.RunAsync(new(request, scene.Contract, "2026-11-23", hours, "Lunch was logged"), by, Ct)
            );
        var once = Guid.CreateVersion7();
        Assert.True((await correct("-1:00", scene.Freelancer, once)).IsNotFound);
        ContractScenes.Sure(await correct("-1:00", scene.Client, once));
        ContractScenes.Sure(await correct("-1:00", scene.Client, once));
        Assert.Equal("hours", (await correct("-9:30", scene.Client, Guid.CreateVersion7())).Refusals[0].Code);
        Assert.Equal(
            [(1, 600, 620_00L), (2, -60, -62_00L)],
            (await scene.HoursAsync()).Select(l => (l.Number, l.Minutes, l.AmountMinor))
        );
        Assert.Equal(734_70, await scene.OwedAsync());

        var given = await scene.Do<GiveBackHours, Done>(u =>
            u.RunAsync(new(Guid.CreateVersion7(), scene.Week, "1"), scene.Freelancer, Ct)
        );
        Assert.Equal("review_over", given.Refusals[0].Code);
        var bonus = await scene.Do<PayBonus, ChargeProgress>(u =>
            u.RunAsync(
                new(Guid.CreateVersion7(), scene.Contract, "100", "Well done", Guid.CreateVersion7(), "/en"),
                scene.Client,
                Ct
            )
        );
        Assert.Equal("payroll", bonus.Refusals[0].Code);
        await scene.BooksBalanceAsync();
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task Portage_keeps_its_fee_within_the_rate_and_its_lowest_rate(Store store)
    {
        await using var scene = await PayrollScene.RunningAsync(store, PayrollForm.Portage);
        await scene.BillAsync();
        var week = await scene.WeekAsync();
        Assert.Equal(
            (620_00L, 0L, 46_50L, 573_50L),
            (week.CostMinor, week.MarkupMinor, week.ManagementMinor, week.Expected.Minor)
        );
        ContractScenes.Sure(await scene.ImportAsync(scene.Result("P-1", "573.50")));
        Assert.Equal(PayrollWeekState.Ready, (await scene.WeekAsync()).State);
        // The freelancer may not lower the rate under the partner's lowest.
        var lower = await scene.Host.RateAsync(scene.Contract, "49", scene.Freelancer);
        Assert.Equal("rate_too_low", lower.Refusals[0].Code);
        Assert.True((await scene.Host.RateAsync(scene.Contract, "55", scene.Freelancer)).Ok);
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task The_price_that_was_shown_is_frozen_and_a_price_that_changed_is_not_chosen_unseen(Store store)
    {
        await using var scene = await PayrollScene.StartAsync(store);
        await scene.DraftAsync();
        var shown = (await scene.ChoicesAsync()).Single(c => c.Price.Form == PayrollForm.Employer);
        await scene.Host.AdvanceAsync(TimeSpan.FromHours(1));
        await scene.PriceAsync(scene.Partner, "Employer", "25", null, "15");
        Assert.Equal("price_gone", (await scene.ChooseAsync(shown.Price.Id.ToString(), scene.Client)).Refusals[0].Code);
        Assert.True((await scene.ChooseAsync(shown.Price.Id.ToString(), scene.Freelancer)).IsNotFound);
        await scene.AcceptAsync();
        var contract = (await scene.Host.HourlyAsync(scene.Contract)).Contract;
        Assert.Equal((185_000, 0), (contract.Payroll!.MarkupPpm, contract.Fees.ServiceTiers[0].Ppm));
        Assert.NotNull(contract.PayrollHoldSince);
    }
}
