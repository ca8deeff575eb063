using Metier.Contracts;
using Metier.Ledger;
using Metier.Platform;
using Microsoft.Extensions.DependencyInjection;
namespace Metier.Diary;
#pragma warning disable
public sealed record ManualTyped(Guid ContractId, string? Day, string? From, string? To, string? Memo, string? Zone);
public sealed record PendingPairing(Guid Id, string Code, string DeviceName, string System, DateTime ExpiresAt);
public sealed record ConsentView(Guid ContractId, string Title, string ClientName, ProofLevel Agreed, ProofLevel? Given, DateTime? Since, int KeptDays);
public sealed class StartTimer { public Task<Outcome<LeaseGiven>> RunAsync(StartAsked a, Guid? d, Actor x, CancellationToken ct) => throw new NotImplementedException(); }
public sealed class StopTimer { public Task<Outcome<Done>> RunAsync(Guid l, DateTime? at, string reason, Actor x, CancellationToken ct) => throw new NotImplementedException(); }
public sealed class ChangeMemo { public Task<Outcome<Done>> RunAsync(Guid l, string? memo, Actor x, CancellationToken ct) => throw new NotImplementedException(); }
public sealed class RecordMinutes { public Task<Outcome<SegmentAnswer>> RunAsync(Guid c, int s, SegmentUpload u, MinuteSource m, Guid? d, Actor x, CancellationToken ct) => throw new NotImplementedException(); }
public sealed class KeepScreenshot { public Task<Outcome<Done>> RunAsync(Guid c, int s, string sha, byte[] b, Actor x, CancellationToken ct) => throw new NotImplementedException(); }
public sealed class AddManualTime { public Task<Outcome<int>> RunAsync(ManualTyped t, Actor x, CancellationToken ct) => Task.FromResult<Outcome<int>>(new Refusal("memo", "Say what you did", "Form.Memo")); }
public sealed class EditMemo { public Task<Outcome<Done>> RunAsync(Guid c, IReadOnlyCollection<int> s, string? memo, Actor x, CancellationToken ct) => Task.FromResult<Outcome<Done>>(Done.It); }
public sealed class DeleteSegments { public Task<Outcome<DeletionView>> RunAsync(Guid c, IReadOnlyCollection<int> s, Actor x, CancellationToken ct) => throw new NotImplementedException(); }
public sealed class UndoDeletion { public Task<Outcome<Done>> RunAsync(Guid d, Actor x, CancellationToken ct) => Task.FromResult<Outcome<Done>>(Done.It); }
public sealed class BlurScreenshots { public Task<Outcome<Done>> RunAsync(Guid c, IReadOnlyCollection<int> s, Actor x, CancellationToken ct) => Task.FromResult<Outcome<Done>>(Done.It); }
public sealed class AskAboutSegment { public Task<Outcome<Guid>> RunAsync(Guid c, int s, string? q, Actor x, CancellationToken ct) => throw new NotImplementedException(); }
public sealed class GiveConsent { public Task<Outcome<Done>> RunAsync(Guid c, ProofLevel l, Actor x, CancellationToken ct) => Task.FromResult<Outcome<Done>>(Done.It); }
public sealed class WithdrawConsent { public Task<Outcome<Done>> RunAsync(Guid c, Actor x, CancellationToken ct) => Task.FromResult<Outcome<Done>>(Done.It); }
public sealed class EraseScreenshots { public Task<Outcome<int>> RunAsync(Guid c, Actor x, CancellationToken ct) => Task.FromResult<Outcome<int>>(0); }
public sealed class ExportDiary { public Task<Stream?> RunAsync(Guid c, Actor x, CancellationToken ct) => Task.FromResult<Stream?>(null); }
public sealed class RevokeDevice { public Task<Outcome<Done>> RunAsync(Guid c, Actor x, CancellationToken ct) => Task.FromResult<Outcome<Done>>(Done.It); }
public sealed class PairDevice {
 public Task<PendingPairing?> FindAsync(string code, Actor a, CancellationToken ct) => Task.FromResult<PendingPairing?>(new(Guid.NewGuid(), "ABCD-EFGH", "studio-pc", "linux-x11", DateTime.UtcNow));
 public Task<Outcome<Done>> ConfirmAsync(Guid id, string code, Actor a, CancellationToken ct) => Task.FromResult<Outcome<Done>>(Done.It);
 public Task<Outcome<Done>> RefuseAsync(Guid id, string code, Actor a, CancellationToken ct) => Task.FromResult<Outcome<Done>>(Done.It);
}
public static class Fake {
 public static HourlyContracts? Contracts;
 public static void Add(IServiceCollection s) { foreach (var t in new[]{typeof(StartTimer),typeof(StopTimer),typeof(ChangeMemo),typeof(RecordMinutes),typeof(KeepScreenshot),typeof(AddManualTime),typeof(EditMemo),typeof(DeleteSegments),typeof(UndoDeletion),typeof(BlurScreenshots),typeof(AskAboutSegment),typeof(GiveConsent),typeof(WithdrawConsent),typeof(EraseScreenshots),typeof(ExportDiary),typeof(RevokeDevice),typeof(PairDevice)}) s.AddScoped(t); }
}
public sealed class DiaryViews(HourlyContracts hourly, Metier.Members.MemberViews members) {
 static SegmentCell Cell(int start, int i, Currency unit) {
  bool man = i is 12 or 13 or 14; int n = man ? 10 : i == 7 ? 7 : 10; int act = new[]{7,9,10,8,6,9,8,3,0,0,7,9,0,0,0,5,8,4,9}[i % 19];
  var marks = Enumerable.Range(0,10).Select(k => k >= n ? MinuteMark.Empty : man ? MinuteMark.Tracked : k < act ? MinuteMark.Active : MinuteMark.Tracked).ToList();
  var shot = man ? ScreenshotState.None : i == 7 ? ScreenshotState.Blurred : i == 4 ? ScreenshotState.Deleted : i == 16 ? ScreenshotState.Awaited : ScreenshotState.Kept;
  return new(start, i == 17 ? 0 : n, i == 18 ? 4 : n, man ? null : act, marks, Guid.NewGuid(), man ? "Whiteboard session with Jeanne, on site" : i == 15 ? "Review" : "Pagination for /invoices, failing test first", man ? MinuteSource.Manual : MinuteSource.Tracker, ProofLevel.FullDiary, shot, null, man ? Coverage.ByHand : i == 7 ? Coverage.NoScreenshot : Coverage.Covered, unit.Minor(1033));
 }
 static DiarySums Sums(Currency u, int m) => new(m, 50, 0, m - 50, m, u.Minor((m * 6200 + 30) / 60));
 public async Task<DiaryDay?> DayAsync(Guid id, DateOnly? day, string? zone, Actor a, CancellationToken ct) {
  if (await hourly.ForPartyAsync(id, a, ct) is not var (h, side)) return null;
  var z = zone == "UTC" ? TimeZoneInfo.Utc : TimeZoneInfo.FindSystemTimeZoneById(a.TimeZone);
  var d = day ?? new DateOnly(2026,11,27); var u = h.Contract.Unit;
  var s0 = DiaryTime.Of(TimeZoneInfo.ConvertTimeToUtc(d.ToDateTime(new TimeOnly(9,0)), z));
  var cells = d.Day == 26 ? [] : Enumerable.Range(0,19).Where(i => i is not (8 or 9)).Select(i => Cell(s0 + 10*i + (i > 15 ? 180 : 0), i, u)).ToList();
  return new(h, side, "Other", d, z, cells, Sums(u, 380), Sums(u, 1300), Sums(u, 7000), 1800, 6200, WeekPhase.Open, new DateTime(2026,11,30,12,0,0,DateTimeKind.Utc), new DateTime(2026,12,5,0,0,0,DateTimeKind.Utc), [new DiaryChange{Kind="deleted",From=s0,To=s0+10,Minutes=10,At=DateTime.UtcNow}], side == Side.Freelancer, d.Day == 25 ? [new DeletionView(Guid.NewGuid(), 20, u.Minor(2067), DateTime.UtcNow.AddSeconds(10))] : []);
 }
 public async Task<SegmentDetail?> SegmentAsync(Guid id, int start, Actor a, CancellationToken ct) {
  if (await hourly.ForPartyAsync(id, a, ct) is not var (h, side)) return null;
  var c = Cell(start, 0, h.Contract.Unit);
  return new(h, side, c, Enumerable.Range(0,10).Select(i => new MinuteRow(start+i, i<7, i<7?120+i:0, 12, 3, c.Memo, MinuteSource.Tracker)).ToList(), null, DiaryTime.At(start+3), start-10, start+10, [], side == Side.Freelancer);
 }
 public async Task<Timesheet?> TimesheetAsync(Guid id, DateOnly from, DateOnly to, Actor a, CancellationToken ct) {
  if (await hourly.ForPartyAsync(id, a, ct) is not var (h, side)) return null; var u = h.Contract.Unit;
  return new(h, side, from, to, [new(from,"Pagination for /invoices",200,0,200,u.Minor(20667)), new(from,"Whiteboard session",50,50,50,u.Minor(5167)), new(from.AddDays(1),"Tests",330,0,330,u.Minor(34100))], [(from, Sums(u,250)),(from.AddDays(1),Sums(u,330))], Sums(u,580));
 }
 public async Task<TimePageView> TimeAsync(Actor a, CancellationToken ct) {
  var list = await hourly.OfFreelancerAsync(a.MemberId, ct);
  var cs = list.ConvertAll(h => new TimerContract(h, "Atelier Nord", ProofLevel.FullDiary, true, Sums(h.Contract.Unit,1300), 1800));
  var cells = list.Count == 0 ? [] : Enumerable.Range(0,12).Select(i => Cell(DiaryTime.Of(DateTime.UtcNow.Date.AddHours(8)) + 10*i, i, list[0].Contract.Unit)).ToList();
  return new(null, cs, list.Count == 0 ? null : Sums(list[0].Contract.Unit, 380), cells, null, [new(Guid.NewGuid(),"studio-pc","linux-x11",DateTime.UtcNow.AddDays(-3),DateTime.UtcNow.AddMinutes(-4),true)], ["Pagination for /invoices","Review"]) { };
 }
 public async Task<ConsentView?> ConsentAsync(Guid id, Actor a, CancellationToken ct) => await hourly.ForPartyAsync(id, a, ct) is var (h, _) ? new(id, h.Contract.Title, "Atelier Nord", ProofLevel.FullDiary, null, null, 90) : null;
}
