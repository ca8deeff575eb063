using Metier.Ledger;
using Metier.Payments;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;
using static Metier.Tests.Payments.PaymentsWorld;

namespace Metier.Tests.Payments;

[Trait("storage", "both")]
public class PayoutScheduleTests
{
    private const string Iban = "DE89 3704 0044 0532 0130 00";

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task Each_week_all_that_is_ready_is_paid_once(Store store)
    {
        await using var world = await PaymentsWorld.StartAsync(store);
        var method = await world.PayoutMethodAsync();
        await world.ReleaseAsync(await world.FundedAsync(200), Eur(200));
        // It is Thursday 26 November; what was released now is ready on Tuesday, and paid on Wednesday.
        Assert.True((await SetAsync(world, new(PayoutRhythm.Weekly, 3, "20", Currency.Eur, method))).Ok);
        await world.Host.AdvanceAsync(TimeSpan.FromDays(14));
        var runs = await RunsAsync(world);
        Assert.Equal(new string?[] { null, "too_little" }, runs.OrderBy(r => r.DueAt).Select(r => r.SkipCode));
        Assert.All(runs, r => Assert.Equal((DayOfWeek.Wednesday, 6), (r.DueAt.DayOfWeek, r.DueAt.Hour)));
        var payout = Assert.Single(await PayoutsAsync(world));
        Assert.Equal((Eur(180).Minor, PayoutState.Paid), (payout.AmountMinor, payout.State));
        Assert.Equal(Eur(0), await world.ReadyAsync());
        // The chore dies after the payout and before it has written that down: nothing is paid again.
        await world.ReleaseAsync(await world.FundedAsync(100), Eur(100));
        await world.Host.AdvanceAsync(TimeSpan.FromDays(6));
        await world.Do<MetierDb, int>(db => db.Set<PayoutRun>().Where(r => r.SkipCode == null).ExecuteDeleteAsync());
        var due = runs.Single(r => r.SkipCode is null).DueAt;
        await world.Do<MetierDb, int>(db =>
            db.Set<PayoutSchedule>().ExecuteUpdateAsync(s => s.SetProperty(x => x.NextAt, due))
        );
        var before = await PayoutsAsync(world);
        await world.Host.SettleAsync();
        Assert.Equal(before.Count, (await PayoutsAsync(world)).Count);
        await world.AssertBooksAsync();
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task What_cannot_be_paid_is_said_and_tried_again(Store store)
    {
        await using var world = await PaymentsWorld.StartAsync(store);
        await world.ReleaseAsync(await world.FundedAsync(200), Eur(200));
        await world.Host.AdvanceAsync(TimeSpan.FromDays(6));
        // Sunday 29 November; the account is three days old on Wednesday.
        var method = await world.PayoutMethodAsync(active: false);
        Assert.True((await SetAsync(world, new(PayoutRhythm.Monthly, 30, "", Currency.Eur, method))).Ok);
        await world.Host.AdvanceAsync(TimeSpan.FromDays(2));
        var run = Assert.Single(await RunsAsync(world));
        Assert.Equal("method_not_active", run.SkipCode);
        Assert.Contains("3", run.SkipText, StringComparison.Ordinal);
        Assert.Single(
            await world.Host.MailsAsync(),
            m => m.Subject.Contains("scheduled payout did not take place", StringComparison.Ordinal)
        );
        Assert.Empty(await PayoutsAsync(world));
        await world.Host.AdvanceAsync(TimeSpan.FromDays(31));
        Assert.Equal(PayoutState.Paid, Assert.Single(await PayoutsAsync(world)).State);
        await world.AssertBooksAsync();
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task A_schedule_that_makes_no_sense_is_refused_beside_its_field(Store store)
    {
        await using var world = await PaymentsWorld.StartAsync(store);
        var method = await world.PayoutMethodAsync();
        async Task<string?> Field(PayoutScheduleInput input) => (await SetAsync(world, input)).Refusals[0].Field;
        Assert.Equal("Form.Weekday", await Field(new(PayoutRhythm.Weekly, 8, "", Currency.Eur, method)));
        Assert.Equal("Form.MonthDay", await Field(new(PayoutRhythm.Monthly, 0, "", Currency.Eur, method)));
        Assert.Equal("Form.PayoutMethodId", await Field(new(PayoutRhythm.Weekly, 1, "", Currency.Eur, NewId())));
        Assert.Equal("Form.Least", await Field(new(PayoutRhythm.Weekly, 1, "9.99", Currency.Eur, method)));
        Assert.Equal("Form.Least", await Field(new(PayoutRhythm.Weekly, 1, "much", Currency.Eur, method)));
        Assert.True((await SetAsync(world, new(PayoutRhythm.Weekly, 1, "50", Currency.Eur, method))).Ok);
        Assert.True((await SetAsync(world, new(PayoutRhythm.AtWill, 0, "", Currency.Eur, null))).Ok);
        Assert.Null(
            (await world.Do<SetPayoutSchedule, PayoutSchedule?>(s => s.FindAsync(world.Freelancer, default)))!.NextAt
        );
    }

    [Theory]
    [InlineData(PayoutRhythm.Weekly, 1, "2026-11-23T05:59", "2026-11-23T06:00")]
    [InlineData(PayoutRhythm.Weekly, 1, "2026-11-23T06:00", "2026-11-30T06:00")]
    [InlineData(PayoutRhythm.Weekly, 7, "2026-11-23T06:00", "2026-11-29T06:00")]
    [InlineData(PayoutRhythm.Monthly, 31, "2027-02-01T00:00", "2027-02-28T06:00")]
    [InlineData(PayoutRhythm.Monthly, 31, "2028-02-28T23:00", "2028-02-29T06:00")]
    [InlineData(PayoutRhythm.Monthly, 1, "2026-12-01T07:00", "2027-01-01T06:00")]
    [InlineData(PayoutRhythm.AtWill, 0, "2026-12-01T07:00", null)]
    public void The_next_time_is_the_first_after_now(PayoutRhythm rhythm, int day, string now, string? next) =>
        Assert.Equal(next is null ? null : Utc(next), PayoutSchedule.After(rhythm, day, Utc(now)));

    [Theory]
    [InlineData("Zoe Free-Lance", "ZOÉ FREE LANCE", true)]
    [InlineData("Jean Dupont", "Dupont, Jean Michel", true)]
    [InlineData("Jean M. Dupont", "Jean Michel Dupont", true)]
    [InlineData("Jean M. Dupont", "Jean Paul Dupont", false)]
    [InlineData("Søren Åkesson", "Soren Akesson", true)]
    [InlineData("Łukasz Groß", "lukasz gross", true)]
    [InlineData("Dupont", "Jean Dupont", false)]
    [InlineData("J. Dupont", "Jean Dupont", false)]
    [InlineData("Marie Dupont", "Jean Dupont", false)]
    [InlineData("Jean Jean", "Jean Dupont", false)]
    [InlineData("李小龍", "李小龍", true)]
    [InlineData("", "", false)]
    public void Names_are_compared_without_accents_order_and_middle_names(string one, string other, bool same)
    {
        Assert.Equal(same, PayoutAccounts.SameName(one, other));
        Assert.Equal(same, PayoutAccounts.SameName(other, one));
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task An_account_in_another_name_waits_for_finance_and_its_reason(Store store)
    {
        await using var world = await PaymentsWorld.StartAsync(store);
        await world.ReleaseAsync(await world.FundedAsync(200), Eur(200));
        var refused = await AddAsync(world, null);
        Assert.Equal(("holder_mismatch", "Form.HolderName"), (refused.Refusals[0].Code, refused.Refusals[0].Field));
        Assert.Contains("Zoe Free-Lance", refused.Refusals[0].Message, StringComparison.Ordinal);
        Assert.Equal("Form.NameNote", (await AddAsync(world, "Mine")).Refusals[0].Field);
        var id = (await AddAsync(world, "It is my company, I own all of it")).Value;
        await world.Host.AdvanceAsync(TimeSpan.FromDays(8));
        Assert.Equal("name_waits", (await world.WithdrawAsync(id, Eur(100))).Refusals[0].Code);
        Assert.Equal(id, Assert.Single(await WaitingAsync(world)).Id);
        Assert.Equal(
            "not_found",
            (await DecideAsync(world, id, true, "Seen its papers", world.Client)).Refusals[0].Code
        );
        Assert.Equal(
            "reason_missing",
            (await DecideAsync(world, id, true, "", ChargebackWorld.Finance)).Refusals[0].Code
        );
        Assert.True((await DecideAsync(world, id, true, "Seen its papers", ChargebackWorld.Finance)).Ok);
        Assert.Equal(
            "name_decided",
            (await DecideAsync(world, id, false, "No, after all", ChargebackWorld.Finance)).Refusals[0].Code
        );
        Assert.Empty(await WaitingAsync(world));
        await world.Host.SettleAsync();
        Assert.True((await world.WithdrawAsync(id, Eur(100))).Ok);
        Assert.Contains(
            await world.Host.MailsAsync(),
            m => m.Subject.Contains("is accepted", StringComparison.Ordinal)
        );
        Assert.True(
            await world.Do<MetierDb, bool>(db =>
                db.Set<AuditEntry>().AnyAsync(a => a.Action == "payout_method.name_accepted")
            )
        );
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task A_refused_name_removes_the_account(Store store)
    {
        await using var world = await PaymentsWorld.StartAsync(store);
        var id = (await AddAsync(world, "It is my sister's account")).Value;
        Assert.True((await DecideAsync(world, id, false, "Not your own account", ChargebackWorld.Finance)).Ok);
        await world.Host.SettleAsync();
        Assert.Contains(
            await world.Host.MailsAsync(),
            m => m.Subject.Contains("was not accepted", StringComparison.Ordinal)
        );
        Assert.Empty(
            await world.Do<MoneyViews, List<PayoutMethodCard>>(v =>
                v.PayoutMethodsAsync(world.Freelancer.MemberId, default)
            )
        );
    }

    private static DateTime Utc(string text) =>
        DateTime.Parse(
            text + ":00Z",
            System.Globalization.CultureInfo.InvariantCulture,
            System.Globalization.DateTimeStyles.AdjustToUniversal
        );

    private static Task<Outcome<Done>> SetAsync(PaymentsWorld world, PayoutScheduleInput input) =>
        world.Do<SetPayoutSchedule, Outcome<Done>>(s => s.RunAsync(input, world.Freelancer, default));

    private static Task<List<PayoutRun>> RunsAsync(PaymentsWorld world) =>
        world.Do<SetPayoutSchedule, List<PayoutRun>>(s => s.RunsAsync(world.Freelancer, default));

    private static Task<List<Payout>> PayoutsAsync(PaymentsWorld world) =>
        world.Do<MetierDb, List<Payout>>(db => db.Set<Payout>().AsNoTracking().ToListAsync());

    private static Task<Outcome<Guid>> AddAsync(PaymentsWorld world, string? note) =>
        world.Do<AddPayoutMethod, Outcome<Guid>>(add =>
            add.RunAsync(
                new(NewId(), PayoutMethodKind.Iban, "Free Lance Studio GmbH", Iban, NameNote: note),
                world.Freelancer,
                default
            )
        );

    private static Task<List<HolderNameLine>> WaitingAsync(PaymentsWorld world) =>
        world.Do<DecideHolderName, List<HolderNameLine>>(d => d.WaitingAsync(null, default));

    private static Task<Outcome<Done>> DecideAsync(
        PaymentsWorld world,
        Guid id,
        bool accept,
        string reason,
        Actor actor
    ) => world.Do<DecideHolderName, Outcome<Done>>(d => d.RunAsync(id, accept, reason, actor, default));
}
