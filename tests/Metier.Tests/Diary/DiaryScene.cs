using System.Security.Cryptography;
using Metier.Contracts;
using Metier.Diary;
using Metier.Members;
using Metier.Platform;
using Metier.Tests.Contracts;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SkiaSharp;

namespace Metier.Tests.Diary;

/// <summary>
/// Ada pays Zoe €62 an hour with the full diary; both are verified, and Zoe has agreed to be tracked. The clock stands on Monday 23
/// November 2026, 09:00 UTC.
/// </summary>
internal sealed record DiaryScene(TestHost Host, Actor Client, Actor Freelancer, Guid Contract) : IAsyncDisposable
{
    private static readonly CancellationToken Ct = CancellationToken.None;

    public const string Memo = "Pagination for /invoices";

    public static readonly HourlyTyped Terms = new("62", "hours", "30", true, "FullDiary", "Minutes", false);

    /// <summary>Monday 12:00 after the first week.</summary>
    public static readonly DateTime LockAt = new(2026, 11, 30, 12, 0, 0, DateTimeKind.Utc);

    public static async Task<DiaryScene> StartAsync(
        Store store,
        HourlyTyped? terms = null,
        ProofLevel? consent = ProofLevel.FullDiary
    )
    {
        var host = await TestHost.StartAsync(store);
        var client = await host.MemberAsync("Ada Client", client: true);
        var freelancer = await host.MemberAsync("Zoe Freelance", freelancer: true, language: "fr");
        await host.AddCardAsync(client);
        await host.InScopeAsync(async s =>
        {
            var db = s.GetRequiredService<MetierDb>();
            var zoe = await db.Set<Member>().SingleAsync(m => m.Id == freelancer.MemberId);
            zoe.IdentityVerifiedAt = db.Now;
            await db.SaveChangesAsync();
        });
        var scene = new DiaryScene(
            host,
            client,
            freelancer,
            await host.HourlyContractAsync(client, freelancer, terms ?? Terms)
        );
        scene = scene with { Before = scene.All };
        if (consent is { } level)
        {
            ContractScenes.Sure(await scene.ConsentAsync(level));
        }
        return scene;
    }

    public Task<TAnswer> Do<TUse, TAnswer>(Func<TUse, Task<TAnswer>> use)
        where TUse : notnull => Host.InScopeAsync(s => use(s.GetRequiredService<TUse>()));

    public Task<Outcome<Done>> ConsentAsync(ProofLevel level, Guid? contract = null) =>
        Do<GiveConsent, Outcome<Done>>(u => u.RunAsync(contract ?? Contract, level, Freelancer, Ct));

    /// <summary>The minute of a time of the day the scene begins on, or of so many days later.</summary>
    public static int At(string time, int day = 0) =>
        DiaryTime.Of(TestHost.Start.UtcDateTime.Date.AddDays(day))
        + (int)TimeSpan.Parse(time, System.Globalization.CultureInfo.InvariantCulture).TotalMinutes;

    /// <summary>Puts the clock to this moment; nothing that was due on the way happens.</summary>
    public void Go(int minute, int seconds = 0) =>
        Host.Clock.SetUtcNow(new DateTimeOffset(DiaryTime.At(minute).AddSeconds(seconds)));

    public Task<Outcome<LeaseGiven>> TryStartAsync(
        Guid? contract = null,
        Guid? device = null,
        string memo = Memo,
        Guid? id = null,
        Actor? by = null
    ) =>
        Do<StartTimer, Outcome<LeaseGiven>>(u =>
            u.RunAsync(
                new StartAsked(id ?? Guid.CreateVersion7(), contract ?? Contract, memo, Host.Now),
                device,
                by ?? Freelancer,
                Ct
            )
        );

    public async Task<Guid> StartAsync(Guid? contract = null, Guid? device = null) =>
        ContractScenes.Sure(await TryStartAsync(contract, device)).LeaseId;

    public Task<Outcome<Done>> StopAsync(Guid lease, DateTime? at = null, string reason = "user") =>
        Do<StopTimer, Outcome<Done>>(u => u.RunAsync(lease, at, reason, Freelancer, Ct));

    public static MinuteUpload Active(int minute, string memo = Memo) => new(minute % 10, true, 120, 8, 3, memo);

    public Task<Outcome<SegmentAnswer>> SendAsync(
        Guid lease,
        int start,
        IReadOnlyList<MinuteUpload> minutes,
        ScreenshotNote? note = null,
        Guid? contract = null,
        Guid? device = null,
        Actor? by = null
    ) =>
        Do<RecordMinutes, Outcome<SegmentAnswer>>(u =>
            u.RunAsync(
                contract ?? Contract,
                start,
                new SegmentUpload(lease, minutes, note, Host.Now),
                device is null ? MinuteSource.Browser : MinuteSource.Tracker,
                device,
                by ?? Freelancer,
                Ct
            )
        );

    /// <summary>Active minutes [from, to) as one device would send them, a segment at a time; answers with the last answer.</summary>
    public async Task<SegmentAnswer> TrackAsync(
        Guid lease,
        int from,
        int to,
        Guid? contract = null,
        Guid? device = null
    )
    {
        SegmentAnswer? last = null;
        for (var start = DiaryTime.SegmentOf(from); start < to; start += DiaryTime.Segment)
        {
            var minutes = Enumerable.Range(start, DiaryTime.Segment).Where(m => m >= from && m < to);
            last = ContractScenes.Sure(
                await SendAsync(lease, start, [.. minutes.Select(m => Active(m))], null, contract, device)
            );
        }
        return last!;
    }

    /// <summary>A screenshot of this segment, announced with its minutes and sent; answers with the bytes.</summary>
    public async Task<byte[]> ShootAsync(Guid lease, int start, string state = "kept")
    {
        var bytes = Picture(start);
        var sha = Convert.ToHexStringLower(SHA256.HashData(bytes));
        var note = new ScreenshotNote(DiaryTime.At(start).AddSeconds(90), state, sha);
        var minutes = Enumerable.Range(start, DiaryTime.Segment).Select(m => Active(m));
        Assert.True(ContractScenes.Sure(await SendAsync(lease, start, [.. minutes], note)).WantsImage);
        ContractScenes.Sure(await ImageAsync(start, sha, bytes));
        return bytes;
    }

    public Task<Outcome<Done>> ImageAsync(int start, string sha, byte[] bytes, Actor? by = null) =>
        Do<KeepScreenshot, Outcome<Done>>(u => u.RunAsync(Contract, start, sha, bytes, by ?? Freelancer, Ct));

    /// <summary>A picture with letters in it; another for each seed.</summary>
    public static byte[] Picture(int seed, int width = 1280, int height = 720)
    {
        using var bitmap = new SKBitmap(width, height);
        using var canvas = new SKCanvas(bitmap);
        canvas.Clear(SKColors.White);
        using var paint = new SKPaint { Color = SKColors.Black };
        for (var i = 0; i < 60; i++)
        {
            canvas.DrawRect(((i * 97) + seed) % width, i * 12 % height, 3 + ((i + seed) % 9), 8, paint);
        }
        using var data = bitmap.Encode(SKEncodedImageFormat.Webp, 60);
        return data.ToArray();
    }

    public Task<Outcome<int>> ByHandAsync(string from, string to, string day = "2026-11-23", Guid? contract = null) =>
        Do<AddManualTime, Outcome<int>>(u =>
            u.RunAsync(
                new ManualTyped(contract ?? Contract, day, from, to, "Whiteboard with Jeanne", "UTC"),
                Freelancer,
                Ct
            )
        );

    public Task<Outcome<DeletionView>> DeleteAsync(params int[] starts) =>
        Do<DeleteSegments, Outcome<DeletionView>>(u => u.RunAsync(Contract, starts, Freelancer, Ct));

    public Task<Outcome<Done>> UndoAsync(Guid deletion) =>
        Do<UndoDeletion, Outcome<Done>>(u => u.RunAsync(deletion, Freelancer, Ct));

    public Task<List<DiaryMinute>> MinutesAsync(bool gone = false) =>
        Host.InScopeAsync(s =>
            s.GetRequiredService<MetierDb>()
                .Set<DiaryMinute>()
                .AsNoTracking()
                .Where(m => m.FreelancerId == Freelancer.MemberId && m.DeletionId != null == gone)
                .OrderBy(m => m.Minute)
                .ToListAsync(Ct)
        );

    public async Task<DiarySegment> SegmentAsync(int start) =>
        (await FindSegmentAsync(start)) ?? throw new InvalidOperationException("There is no such segment");

    public Task<DiarySegment?> FindSegmentAsync(int start) =>
        Host.InScopeAsync(s =>
            s.GetRequiredService<MetierDb>()
                .Set<DiarySegment>()
                .AsNoTracking()
                .SingleOrDefaultAsync(x => x.ContractId == Contract && x.Start == start, Ct)
        );

    public async Task<DiaryDay> DayAsync(Actor? by = null, DateOnly? day = null) =>
        (
            await Do<DiaryViews, DiaryDay?>(v =>
                v.DayAsync(Contract, day ?? new DateOnly(2026, 11, 23), "UTC", by ?? Freelancer, Ct)
            )
        )!;

    /// <summary>The kinds of the changes of the first day, newest first.</summary>
    public async Task<List<string>> ChangesAsync(Actor? by = null) =>
        [.. (await DayAsync(by)).Changes.Select(c => c.Kind)];

    /// <summary>How many files of screenshots lie in the store; the contract's terms were there before.</summary>
    public int Files => All - Before;

    private int Before { get; init; }

    private int All =>
        Directory.Exists(Path.Combine(Host.Folder, "files"))
            ? Directory.EnumerateFiles(Path.Combine(Host.Folder, "files"), "*", SearchOption.AllDirectories).Count()
            : 0;

    public static string Code<T>(Outcome<T> outcome) => Assert.Single(outcome.Refusals).Code;

    public ValueTask DisposeAsync() => Host.DisposeAsync();
}
