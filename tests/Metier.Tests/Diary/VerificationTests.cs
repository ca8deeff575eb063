using Metier.Contracts;
using Metier.Diary;
using Metier.Members;
using Metier.Notifications;
using Metier.Payments;
using Metier.Platform;
using Metier.Tests.Contracts;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using static Metier.Tests.Diary.DiaryScene;

namespace Metier.Tests.Diary;

/// <summary>Protection follows what is verified until the week locks (rules.md 3).</summary>
public sealed class VerificationTests
{
    private static readonly CancellationToken Ct = CancellationToken.None;

    /// <summary>Twenty active minutes at 9:00 and ten without input at 9:20.</summary>
    private static async Task<DiaryScene> TrackedAsync(Store store)
    {
        var scene = await StartAsync(store, Terms with { Proof = "Activity" }, ProofLevel.Activity);
        var lease = await scene.StartAsync();
        scene.Go(At("09:30"));
        for (var start = At("09:00"); start < At("09:30"); start += DiaryTime.Segment)
        {
            var active = start < At("09:20");
            var minutes = Enumerable.Range(0, 10).Select(m => new MinuteUpload(m, active, null, null, null, Memo));
            ContractScenes.Sure(await scene.SendAsync(lease, start, [.. minutes]));
        }
        ContractScenes.Sure(await scene.StopAsync(lease));
        await scene.Host.SettleAsync();
        Assert.Equal([Coverage.Covered, Coverage.Covered, Coverage.Idle], await CoverageAsync(scene));
        return scene;
    }

    private static async Task<Coverage[]> CoverageAsync(DiaryScene scene) =>
        [
            (await scene.SegmentAsync(At("09:00"))).Coverage,
            (await scene.SegmentAsync(At("09:10"))).Coverage,
            (await scene.SegmentAsync(At("09:20"))).Coverage,
        ];

    private static Task<int> HeardAsync(DiaryScene scene) =>
        scene.Host.InScopeAsync(async s =>
            (await s.GetRequiredService<Mailbox>().ReadAsync(scene.Freelancer.MemberId, 0, 100, Ct)).Events.Count(e =>
                e.Kind == "diary" && e.Subject == scene.Contract
            )
        );

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task Open_segments_follow_the_freelancers_identity_and_locked_ones_do_not(Store store)
    {
        await using var scene = await TrackedAsync(store);
        var staff = await scene.Host.MemberAsync("Olga Operator", roles: StaffRoles.Operator);
        async Task CheckAsync(bool verified)
        {
            ContractScenes.Sure(
                await scene.Do<CheckIdentity, Outcome<Done>>(u =>
                    u.RunAsync(new(scene.Freelancer.MemberId, verified, "Passport"), staff, Ct)
                )
            );
            await scene.Host.SettleAsync();
        }
        var heard = await HeardAsync(scene);
        await CheckAsync(false);
        Coverage[] lacking = [Coverage.FreelancerNotVerified, Coverage.FreelancerNotVerified, Coverage.Idle];
        Assert.Equal(lacking, await CoverageAsync(scene));
        // The freelancer's open page hears of it.
        Assert.Equal(heard + 1, await HeardAsync(scene));

        // An hour before the lock it still counts for last week.
        scene.Host.Clock.SetUtcNow(new DateTimeOffset(LockAt.AddHours(-1)));
        await CheckAsync(true);
        Assert.Equal([Coverage.Covered, Coverage.Covered, Coverage.Idle], await CoverageAsync(scene));

        scene.Host.Clock.SetUtcNow(new DateTimeOffset(LockAt.AddMinutes(1)));
        await CheckAsync(false);
        Assert.Equal([Coverage.Covered, Coverage.Covered, Coverage.Idle], await CoverageAsync(scene));
        var week = await scene.Host.InScopeAsync(s =>
            s.GetRequiredService<MetierDb>().Set<DiaryWeek>().SingleAsync(w => w.ContractId == scene.Contract, Ct)
        );
        Assert.Equal((30, 20), (week.BilledMinutes, week.CoveredMinutes));
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task Open_segments_follow_the_clients_payment_method(Store store)
    {
        await using var scene = await TrackedAsync(store);
        var card = Assert.Single(await CardsAsync(scene));
        await scene.Host.InScopeAsync(async s =>
        {
            var db = s.GetRequiredService<MetierDb>();
            // Its last month as the provider's page took it in, 12/30, and brought forward.
            var sql = Expiry(card.Id, scene.Host.Now.AddMinutes(10));
            Assert.Equal(1, await db.Database.ExecuteSqlInterpolatedAsync(sql, Ct));
        });
        await scene.Host.AdvanceAsync(TimeSpan.FromMinutes(11));
        Coverage[] lacking = [Coverage.ClientNotVerified, Coverage.ClientNotVerified, Coverage.Idle];
        Assert.Equal(lacking, await CoverageAsync(scene));
        Assert.False(await scene.Do<HourlyReadiness, bool>(r => r.IsReadyAsync(scene.Client.ClientId!.Value, Ct)));

        await scene.Host.AddCardAsync(scene.Client);
        await scene.Host.SettleAsync();
        Assert.Equal([Coverage.Covered, Coverage.Covered, Coverage.Idle], await CoverageAsync(scene));
        // The one that has expired can go, the good one cannot: the contract needs it.
        ContractScenes.Sure(await RemoveAsync(card.Id));
        var good = Assert.Single(await CardsAsync(scene));
        Assert.Equal("method_needed", Code(await RemoveAsync(good.Id)));
        await scene.Host.SettleAsync();
        Assert.Equal([Coverage.Covered, Coverage.Covered, Coverage.Idle], await CoverageAsync(scene));

        Task<Outcome<Done>> RemoveAsync(Guid id) =>
            scene.Do<RemovePaymentMethod, Outcome<Done>>(u => u.RunAsync(id, scene.Client, Ct));
    }

    private static FormattableString Expiry(Guid id, DateTime at) =>
        $"UPDATE payment_method SET \"ExpiresAt\" = {at} WHERE \"Id\" = {id}";

    private static Task<List<PaymentMethodCard>> CardsAsync(DiaryScene scene) =>
        scene.Do<MoneyViews, List<PaymentMethodCard>>(m => m.PaymentMethodsAsync(scene.Client.ClientId!.Value, Ct));
}
