using Metier.Ledger;
using Metier.Payments;
using Metier.Platform;
using Microsoft.Extensions.DependencyInjection;
using static Metier.Tests.Payments.PaymentsWorld;

namespace Metier.Tests.Payments;

/// <summary>A provider whose books are the sandbox’s, as somebody has changed them on the way.</summary>
internal sealed class ChangedBooks(SandboxProvider sandbox) : IPaymentProvider
{
    public Func<IEnumerable<SettlementLine>, IEnumerable<SettlementLine>> Change { get; set; } = lines => lines;

    public string Id => sandbox.Id;
    public ProviderCapabilities Capabilities => sandbox.Capabilities;

    public Task<ProviderAnswer> BeginInstrumentAsync(
        Guid operationId,
        InstrumentRequest request,
        CancellationToken ct
    ) => sandbox.BeginInstrumentAsync(operationId, request, ct);

    public Task<ProviderAnswer> CollectAsync(Guid operationId, CollectRequest request, CancellationToken ct) =>
        sandbox.CollectAsync(operationId, request, ct);

    public Task<ProviderAnswer> RefundAsync(Guid operationId, RefundRequest request, CancellationToken ct) =>
        sandbox.RefundAsync(operationId, request, ct);

    public Task<ProviderAnswer> PayoutAsync(Guid operationId, PayoutRequest request, CancellationToken ct) =>
        sandbox.PayoutAsync(operationId, request, ct);

    public Task<ProviderAnswer> FindAsync(OperationLookup lookup, CancellationToken ct) =>
        sandbox.FindAsync(lookup, ct);

    public async Task<IReadOnlyList<SettlementLine>> SettlementAsync(
        DateTime from,
        DateTime to,
        CancellationToken ct
    ) =>
        [
            .. Change(await sandbox.SettlementAsync(DateTime.UnixEpoch, to, ct))
                .Where(l => l.BookedAt >= from && l.BookedAt < to),
        ];

    public async Task<IReadOnlyList<ProviderBalance>> BalancesAsync(CancellationToken ct)
    {
        var balances = await sandbox.BalancesAsync(ct);
        var now = balances.Count > 0 ? balances[0].At : DateTime.UnixEpoch;
        var lines = await SettlementAsync(DateTime.UnixEpoch, now.AddMicroseconds(1), ct);
        return
        [
            .. lines
                .GroupBy(l => l.Currency)
                .Select(g => new ProviderBalance(Money.Zero(g.Key), g.Key.Minor(g.Sum(l => l.Net.Minor)), now)),
        ];
    }
}

[Trait("storage", "both")]
public class ReconciliationTests
{
    private static readonly Actor Finance = new(
        NewId(),
        "Fin Ance",
        "fin@example.org",
        true,
        false,
        null,
        Hat.Client,
        StaffRoles.Finance,
        "en",
        "UTC"
    );

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task Books_that_agree_leave_no_difference_and_prove_the_funds(Store store)
    {
        await using var world = await StartAsync(store);
        await LifeAsync(world);
        await world.Host.AdvanceAsync(TimeSpan.FromDays(2));
        Assert.Empty(await OpenAsync(world));
        var line = Assert.Single(
            await world.Do<ReconciliationViews, IReadOnlyList<ComparisonLine>>(v => v.LastAsync(default))
        );
        Assert.Equal((line.Theirs, 0L), (line.Ours, line.UnderWay.Minor));
        var funds = Assert.Single(await world.Do<ProofOfFunds, IReadOnlyList<FundsLine>>(p => p.ReadAsync(default)));
        Assert.True(funds.Covered);
        Assert.Equal(line.Theirs, funds.AtProviders);
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task A_missing_line_is_listed_until_it_comes(Store store)
    {
        await using var world = await StartAsync(store);
        Books(world).Change = lines => lines.Where(l => l.Kind != SettlementKind.Charge || l.Gross != Eur(102.75m));
        await LifeAsync(world);
        var missing = Assert.Single(await OpenAsync(world));
        Assert.Equal((DifferenceKind.Missing, Eur(102.75m), Eur(0)), (missing.Kind, missing.Ours, missing.Theirs));
        Books(world).Change = lines => lines;
        await RunAsync(world);
        Assert.Empty(await OpenAsync(world));
        Assert.Null(Assert.Single(await EndedAsync(world)).ExplainedBy);
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task An_extra_line_stays_listed_until_somebody_says_why(Store store)
    {
        await using var world = await StartAsync(store);
        await LifeAsync(world);
        var at = world.Host.Now;
        Books(world).Change = lines =>
            lines.Append(SettlementLine.Of("top-up", SettlementKind.Operator, Eur(250), Eur(0), at, at, "po_1"));
        await RunAsync(world);
        await RunAsync(world);
        var extra = Assert.Single(await OpenAsync(world));
        Assert.Equal((DifferenceKind.Extra, Eur(250), "top-up"), (extra.Kind, extra.Theirs, extra.Reference));
        Assert.Equal("not_found", (await ExplainAsync(world, extra.Id, "It was us", world.Client)).Refusals[0].Code);
        Assert.Equal("reason_missing", (await ExplainAsync(world, extra.Id, " ", Finance)).Refusals[0].Code);
        Assert.True((await ExplainAsync(world, extra.Id, "We topped the balance up", Finance)).Ok);
        await RunAsync(world);
        Assert.Empty(await OpenAsync(world));
        Assert.Equal(Finance.MemberId, Assert.Single(await EndedAsync(world)).ExplainedBy);
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task Fees_are_posted_and_a_fee_that_changes_is_listed_and_follows(Store store)
    {
        await using var world = await StartAsync(store);
        void Take(decimal fee) =>
            Books(world).Change = lines =>
                lines.Select(l =>
                    l.Kind == SettlementKind.Charge && l.Gross == Eur(102.75m)
                        ? l with
                        {
                            Fee = Eur(fee),
                            Net = l.Gross - Eur(fee),
                        }
                        : l
                );
        Take(3.10m);
        await LifeAsync(world);
        await RunAsync(world);
        Assert.Equal(Eur(3.10m), await world.BalanceAsync(LedgerAccount.ProviderFee(Currency.Eur)));
        Assert.Empty(await OpenAsync(world));
        Take(2.90m);
        await RunAsync(world);
        Assert.Equal(Eur(2.90m), await world.BalanceAsync(LedgerAccount.ProviderFee(Currency.Eur)));
        Assert.Equal(DifferenceKind.Changed, Assert.Single(await OpenAsync(world)).Kind);
        await world.AssertBooksAsync();
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task A_movement_told_in_two_lines_is_one_and_one_that_lacks_a_part_is_listed(Store store)
    {
        await using var world = await StartAsync(store);
        IEnumerable<SettlementLine> Split(SettlementLine l, decimal second) =>
            l.Kind == SettlementKind.Charge && l.Gross == Eur(102.75m)
                ?
                [
                    l with
                    {
                        Gross = Eur(100),
                        Net = Eur(100),
                    },
                    l with
                    {
                        LineId = l.LineId + "b",
                        Gross = Eur(second),
                        Net = Eur(second),
                    },
                ]
                : [l];
        Books(world).Change = lines => lines.SelectMany(l => Split(l, 2.75m));
        await LifeAsync(world);
        Assert.Empty(await OpenAsync(world));

        await using var other = await StartAsync(store);
        Books(other).Change = lines => lines.SelectMany(l => Split(l, 2.70m));
        await LifeAsync(other);
        var short5 = Assert.Single(await OpenAsync(other));
        Assert.Equal((DifferenceKind.Amount, Eur(102.75m), Eur(102.70m)), (short5.Kind, short5.Ours, short5.Theirs));
    }

    private static Task<PaymentsWorld> StartAsync(Store store) =>
        PaymentsWorld.StartAsync(
            store,
            services: s =>
            {
                s.AddSingleton<ChangedBooks>();
                s.AddSingleton(p => new PaymentProviders([p.GetRequiredService<ChangedBooks>()]));
            }
        );

    private static ChangedBooks Books(PaymentsWorld world) => world.Host.Services.GetRequiredService<ChangedBooks>();

    /// <summary>Charges, a refund and a payout.</summary>
    private static async Task LifeAsync(PaymentsWorld world)
    {
        var method = await world.PayoutMethodAsync();
        var milestone = await world.FundedAsync(1_000);
        await world.FundedAsync(100);
        await world.RefundAsync(milestone, Eur(100));
        await world.ReleaseAsync(milestone, Eur(500));
        await world.Host.AdvanceAsync(TimeSpan.FromDays(6));
        await world.WithdrawAsync(method, Eur(200));
        await world.Host.SettleAsync();
        await RunAsync(world);
    }

    private static Task<int> RunAsync(PaymentsWorld world) =>
        world.Do<Reconcile, int>(r => r.RunAsync(CancellationToken.None));

    private static Task<List<DifferenceLine>> OpenAsync(PaymentsWorld world) =>
        world.Do<ReconciliationViews, List<DifferenceLine>>(v =>
            v.DifferencesAsync(false, null, CancellationToken.None)
        );

    private static Task<List<DifferenceLine>> EndedAsync(PaymentsWorld world) =>
        world.Do<ReconciliationViews, List<DifferenceLine>>(v =>
            v.DifferencesAsync(true, null, CancellationToken.None)
        );

    private static Task<Outcome<Done>> ExplainAsync(PaymentsWorld world, Guid id, string reason, Actor actor) =>
        world.Do<ExplainDifference, Outcome<Done>>(e => e.RunAsync(id, reason, actor, CancellationToken.None));
}
