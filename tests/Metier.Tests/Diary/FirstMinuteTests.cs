using System.Security.Cryptography;
using Metier.Contracts;
using Metier.Diary;
using Metier.Platform;
using Metier.Tests.Contracts;
using static Metier.Tests.Diary.DiaryScene;

namespace Metier.Tests.Diary;

/// <summary>A timer that starts in the very minute in which it becomes allowed does not lose that minute.</summary>
public sealed class FirstMinuteTests
{
    private static readonly CancellationToken Ct = CancellationToken.None;

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task The_minute_in_which_a_pause_ended_counts_when_the_timer_started_after_it(Store store)
    {
        await using var scene = await StartAsync(store);
        var before = await scene.StartAsync();
        scene.Go(At("09:05"), 10);
        Assert.True((await scene.Host.PauseAsync(scene.Contract, true, scene.Client)).Ok);
        await scene.Host.SettleAsync();
        scene.Go(At("09:20"), 5);
        Assert.True((await scene.Host.PauseAsync(scene.Contract, false, scene.Client)).Ok);
        await scene.Host.SettleAsync();
        scene.Go(At("09:20"), 8);
        var lease = await scene.StartAsync();
        scene.Go(At("09:30"));
        Assert.Empty((await scene.TrackAsync(lease, At("09:20"), At("09:30"))).Refused);
        // On the timer from before the pause that minute still lies in it.
        var late = await scene.TrackAsync(before, At("09:06"), At("09:10"));
        Assert.All(late.Refused, r => Assert.Equal("contract", r.Code));
        Assert.Equal(4, late.Refused.Count);
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task The_minute_in_which_consent_was_given_again_counts_with_its_picture(Store store)
    {
        await using var scene = await StartAsync(store);
        scene.Go(At("09:10"), 3);
        Assert.True(
            (await scene.Do<WithdrawConsent, Outcome<Done>>(u => u.RunAsync(scene.Contract, scene.Freelancer, Ct))).Ok
        );
        scene.Go(At("09:10"), 10);
        ContractScenes.Sure(await scene.ConsentAsync(ProofLevel.FullDiary));
        scene.Go(At("09:10"), 12);
        var lease = await scene.StartAsync();
        scene.Go(At("09:20"));
        var bytes = Picture(1);
        var sha = Convert.ToHexStringLower(SHA256.HashData(bytes));
        var note = new ScreenshotNote(DiaryTime.At(At("09:10")).AddSeconds(40), "kept", sha);
        var minutes = Enumerable.Range(0, 10).Select(m => Active(m)).ToList();
        var answer = ContractScenes.Sure(await scene.SendAsync(lease, At("09:10"), minutes, note));
        Assert.Empty(answer.Refused);
        Assert.True(answer.WantsImage);
        ContractScenes.Sure(await scene.ImageAsync(At("09:10"), sha, bytes));
        Assert.Equal(Coverage.Covered, (await scene.SegmentAsync(At("09:10"))).Coverage);
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task A_level_lowered_after_the_start_still_counts_from_that_minute_on(Store store)
    {
        await using var scene = await StartAsync(store);
        scene.Go(At("09:10"), 5);
        var lease = await scene.StartAsync();
        scene.Go(At("09:10"), 30);
        ContractScenes.Sure(await scene.ConsentAsync(ProofLevel.Activity));
        scene.Go(At("09:12"));
        var answer = ContractScenes.Sure(await scene.SendAsync(lease, At("09:10"), [Active(0)]));
        Assert.Equal("level", Assert.Single(answer.Refused).Code);
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task A_start_without_an_id_of_its_own_is_refused(Store store)
    {
        await using var scene = await StartAsync(store);
        var refusal = Assert.Single((await scene.TryStartAsync(id: Guid.Empty)).Refusals);
        Assert.Equal(("start_id", "StartId"), (refusal.Code, refusal.Field));
    }
}
