using Metier.Contracts;
using Metier.Diary;
using Metier.Platform;

namespace Metier.Demo;

/// <summary>Days of work by the hour in the diary: minutes with their counts, memos, some time by hand, screenshots of the last days.</summary>
internal sealed class DemoHours(DemoWorld world)
{
    /// <summary>The last days have a screenshot for each segment, the days before one for each stretch of work: enough to look at, without thousands of files.</summary>
    private const int ShotDays = 4;

    private readonly DemoRandom random = world.Random("hours");
    private readonly HashSet<Guid> agreed = [];

    /// <summary>
    /// What was worked today until now: a morning and an afternoon, with pauses. <paramref name="shots"/> draws a screenshot for
    /// each segment however long ago it is.
    /// </summary>
    public Task WorkAsync(DemoDeal deal, bool shots = false) =>
        world.TogetherAsync(
            deal.Freelancer.Language,
            async scene =>
            {
                var hourly = (await scene.Get<HourlyContracts>().OfAsync([deal.ContractId], default)).Single();
                if (agreed.Add(deal.ContractId))
                {
                    await scene.DoAsync<GiveConsent, Done>(u =>
                        u.RunAsync(deal.ContractId, hourly.Terms.Proof, deal.Freelancer.Actor, default)
                    );
                }
                var day = DiaryTime.Of(world.Clock.UtcNow().Date);
                var now = DiaryTime.Of(world.Clock.UtcNow());
                var starts = new List<int>();
                foreach (var (from, to) in Sessions(day, now))
                {
                    starts.AddRange(await SessionAsync(scene, deal, hourly, from, to, shots));
                }
                await scene.Db.SaveChangesAsync();
                if (starts.Count > 0)
                {
                    await scene.Get<DiaryBook>().JudgeAsync(hourly, starts, andThoseAfter: false, default);
                }
            }
        );

    /// <summary>Two stretches of the day, in whole segments, that are over by now.</summary>
    private IEnumerable<(int From, int To)> Sessions(int day, int now)
    {
        var morning = day + (7 * 60) + (10 * random.Between(0, 5));
        var noon = morning + (10 * random.Between(10, 19));
        var afternoon = day + (12 * 60) + (10 * random.Between(0, 6));
        var evening = afternoon + (10 * random.Between(6, 20));
        foreach (var (from, to) in new[] { (morning, noon), (afternoon, evening) })
        {
            var end = Math.Min(to, DiaryTime.SegmentOf(now));
            if (end > from)
            {
                yield return (from, end);
            }
        }
    }

    private async Task<List<int>> SessionAsync(
        DemoScene scene,
        DemoDeal deal,
        HourlyContract hourly,
        int from,
        int to,
        bool shots
    )
    {
        var memos = world.Texts.In(deal.Freelancer.Language).Memos;
        var memo = await scene.Get<DiaryBook>().MemoAsync(deal.ContractId, random.Of(memos), default);
        var byHand = hourly.Terms.ManualTime && random.Chance(0.12);
        var starts = new List<int>();
        // Where the freelancer can still delete a segment its picture goes with it, so there each has its own.
        var own =
            shots
            || world.Now - DiaryTime.At(from) < TimeSpan.FromDays(ShotDays)
            || DiaryRules.LockOf(from, hourly.Contract.Rules) > world.Now;
        StoredScreenshot? stretch = null;
        for (var start = from; start < to; start += DiaryTime.Segment)
        {
            if (!byHand && start > from && random.Chance(0.06))
            {
                continue;
            }
            if (random.Chance(0.15))
            {
                memo = await scene.Get<DiaryBook>().MemoAsync(deal.ContractId, random.Of(memos), default);
            }
            var active = Minutes(scene, deal, hourly, start, byHand, memo);
            stretch = await SegmentAsync(scene, deal, hourly, start, byHand ? null : active, own, stretch);
            starts.Add(start);
        }
        return starts;
    }

    /// <summary>Answers with how many of them were active.</summary>
    private int Minutes(DemoScene scene, DemoDeal deal, HourlyContract hourly, int start, bool byHand, Guid memo)
    {
        var level = hourly.Terms.Proof;
        var active = 0;
        for (var minute = start; minute < start + DiaryTime.Segment; minute++)
        {
            var busy = random.Chance(0.78);
            active += busy ? 1 : 0;
            int? Count(int most) =>
                byHand || level < ProofLevel.Counts ? null
                : busy ? random.Between(1, most)
                : 0;
            scene.Db.Add(
                new DiaryMinute
                {
                    FreelancerId = deal.Freelancer.Id,
                    Minute = minute,
                    ContractId = deal.ContractId,
                    MemoId = memo,
                    Source = byHand ? MinuteSource.Manual : MinuteSource.Tracker,
                    Active = byHand || level < ProofLevel.Activity ? null : busy,
                    Keys = Count(180),
                    Clicks = Count(24),
                    Scrolls = Count(12),
                    RecordedAt = world.Clock.UtcNow(),
                }
            );
        }
        return active;
    }

    /// <summary>Answers with the screenshot that the other segments of the stretch may show, too; null where each has its own.</summary>
    private async Task<StoredScreenshot?> SegmentAsync(
        DemoScene scene,
        DemoDeal deal,
        HourlyContract hourly,
        int start,
        int? active,
        bool own,
        StoredScreenshot? stretch
    )
    {
        var segment = new DiarySegment
        {
            ContractId = deal.ContractId,
            Start = start,
            FreelancerId = deal.Freelancer.Id,
            Level = active is null ? 0 : (int)hourly.Terms.Proof,
            Coverage = Coverage.ByHand,
        };
        scene.Db.Add(segment);
        if (active is null || hourly.Terms.Proof != ProofLevel.FullDiary)
        {
            return stretch;
        }
        segment.TakenAt = DiaryTime.At(start).AddSeconds(random.Between(0, 599));
        var files = scene.Get<ScreenshotFiles>();
        if (!own && stretch is not null)
        {
            (segment.ImageId, segment.ThumbnailId) = (stretch.Image.Id, stretch.Thumbnail.Id);
            segment.ImageUntil = ScreenshotFiles.Until(start, hourly.Contract.Rules);
            segment.Screenshot = ScreenshotState.Kept;
            return stretch;
        }
        var (image, thumbnail) = ScreenshotImages.Read(DemoScreens.Draw(random))!.Value;
        var blurred = own && random.Chance(0.05) ? ScreenshotImages.Blur(image) : null;
        var stored = await files.WriteAsync(start, deal.Freelancer.Id, blurred ?? (image, thumbnail), default);
        files.Show(segment, stored, hourly.Contract.Rules);
        segment.Screenshot = blurred is null ? ScreenshotState.Kept : ScreenshotState.Blurred;
        return own ? null : stored;
    }
}
