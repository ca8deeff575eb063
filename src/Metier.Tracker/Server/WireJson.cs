using System.Text.Json;
using System.Text.Json.Serialization;
using Metier.Diary;

namespace Metier.Tracker.Server;

/// <summary>Problem details of RFC 9457 as this server writes them.</summary>
/// <param name="ServerTime">The marketplace's clock, which in a sandbox is not the machine's.</param>
internal sealed record Problem(string? Title, string? Detail, string? Code, DateTime? ServerTime = null);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(PairingAsked))]
[JsonSerializable(typeof(PairingBegun))]
[JsonSerializable(typeof(PairingState))]
[JsonSerializable(typeof(TrackerState))]
[JsonSerializable(typeof(StartAsked))]
[JsonSerializable(typeof(LeaseGiven))]
[JsonSerializable(typeof(StopAsked))]
[JsonSerializable(typeof(MemoAsked))]
[JsonSerializable(typeof(SegmentUpload))]
[JsonSerializable(typeof(SegmentAnswer))]
[JsonSerializable(typeof(IReadOnlyList<LoggedSegment>))]
[JsonSerializable(typeof(Problem))]
internal sealed partial class WireJson : JsonSerializerContext;
