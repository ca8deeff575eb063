namespace Metier.Diary;

// What the tracker and the server say to each other. This file is compiled into both programs, so it uses nothing of either.
// Every time is UTC. Every answer that is a refusal is RFC 9457 problem details whose "code" is named below, with the server's
// clock as "serverTime". Of every signed request: device (401, unknown or revoked), clock (401, more than five minutes off),
// too_large (413, a body above 320 KB). Of memo and DELETE, which must not be done twice: replayed (409, the very same request).

/// <summary>The tracker asks to become a device of somebody; <c>POST /api/tracker/pairings</c>, no sign-in.</summary>
/// <param name="DeviceName">What the machine calls itself; at most 60 characters.</param>
/// <param name="System">linux-x11, linux-wayland, windows, macos.</param>
/// <param name="PublicKey">The device's ECDSA P-256 key, SubjectPublicKeyInfo in base64.</param>
/// <param name="Version">Version of the program.</param>
public sealed record PairingAsked(string DeviceName, string System, string PublicKey, string Version);

/// <summary>The code that the person compares with the one on the page <paramref name="ConfirmUrl"/>.</summary>
/// <param name="PairingId">Names the pairing.</param>
/// <param name="Code">Eight letters in two groups, ABCD-EFGH, without letters that look alike.</param>
/// <param name="Secret">Proves to <c>GET /api/tracker/pairings/{id}</c> (header Authorization: Pairing …) that it is the same program.</param>
/// <param name="ConfirmUrl">Where the person confirms.</param>
/// <param name="ExpiresAt">Ten minutes from now.</param>
public sealed record PairingBegun(Guid PairingId, string Code, string Secret, string ConfirmUrl, DateTime ExpiresAt);

/// <summary>How far a pairing is: waiting, confirmed, refused, expired. The token is given once.</summary>
public sealed record PairingState(string State, Guid? DeviceId, string? Token, string? MemberName);

/// <summary>What <c>GET /api/tracker/state</c> answers: everything the program shows.</summary>
public sealed record TrackerState(
    DateTime ServerTime,
    string MemberName,
    string Language,
    IReadOnlyList<TrackedContract> Contracts,
    LeaseGiven? Lease
);

/// <summary>An hourly contract the person may track on.</summary>
/// <param name="Id">The contract.</param>
/// <param name="Title">Its title.</param>
/// <param name="ClientName">Who sees the diary.</param>
/// <param name="Level">Proof level in force: 0 hours, 1 activity, 2 counts, 3 full diary.</param>
/// <param name="Consented">The person has agreed to it on the page; without it a start is refused.</param>
/// <param name="State">active, paused, ended.</param>
/// <param name="ManualAllowed">Time may be added by hand.</param>
/// <param name="WeekMinutes">Minutes logged this week.</param>
/// <param name="LimitMinutes">The weekly limit; null for none.</param>
/// <param name="IdleMinutes">Minutes without input after which the timer stops.</param>
/// <param name="AllMonitors">Screenshots show every monitor instead of the active one.</param>
public sealed record TrackedContract(
    Guid Id,
    string Title,
    string ClientName,
    int Level,
    bool Consented,
    string State,
    bool ManualAllowed,
    int WeekMinutes,
    int? LimitMinutes,
    int IdleMinutes,
    bool AllMonitors
);

/// <summary>Starts the timer; <c>POST /api/tracker/start</c>. The same <paramref name="StartId"/> again answers as before.</summary>
/// <param name="StartId">Made by the device; all zeros is refused as start_id.</param>
/// <param name="ContractId">The contract.</param>
/// <param name="Memo">3 to 200 characters.</param>
/// <param name="ClientTime">The device's clock.</param>
public sealed record StartAsked(Guid StartId, Guid ContractId, string Memo, DateTime ClientTime);

/// <summary>
/// The right to track until <paramref name="ExpiresAt"/>, 15 minutes ahead, renewed by each upload. Offline the device goes on
/// and uploads within 14 days.
/// Refusals of a start: start_id, memo, consent_missing, contract_paused, contract_ended, limit_reached, suspended, not_found.
/// </summary>
public sealed record LeaseGiven(
    Guid LeaseId,
    Guid ContractId,
    string Memo,
    int Level,
    DateTime StartedAt,
    DateTime ExpiresAt,
    DateTime ServerTime,
    int WeekMinutes,
    int? LimitMinutes
);

/// <summary>Stops the timer; <c>POST /api/tracker/stop</c>; stopping twice is no error.</summary>
/// <param name="LeaseId">Which.</param>
/// <param name="At">The end of the last minute that counts.</param>
/// <param name="Reason">user, idle, lock, sleep, shutdown, limit, paused, ended, level, revoked, quit, signed_out.</param>
public sealed record StopAsked(Guid LeaseId, DateTime At, string Reason);

/// <summary>Another memo from now on; <c>POST /api/tracker/memo</c>.</summary>
public sealed record MemoAsked(Guid LeaseId, string Memo);

/// <summary>
/// Minutes of one segment; <c>PUT /api/tracker/segments/{contract}/{yyyyMMddTHHmmZ}</c>. May be sent again with more minutes; a
/// minute the server has is not changed and is answered as accepted. Fields above the proof level are refused ("level").
/// </summary>
/// <param name="LeaseId">The lease the minutes were tracked on.</param>
/// <param name="Minutes">One to ten.</param>
/// <param name="Screenshot">What became of the segment's screenshot, when there was one.</param>
/// <param name="ClientTime">The device's clock when sending.</param>
public sealed record SegmentUpload(
    Guid LeaseId,
    IReadOnlyList<MinuteUpload> Minutes,
    ScreenshotNote? Screenshot,
    DateTime ClientTime
);

/// <summary>One tracked minute: counts only, there is no place for what was typed.</summary>
/// <param name="Minute">0 to 9 within the segment.</param>
/// <param name="Active">There was input; null at level 0.</param>
/// <param name="Keys">Key presses; null below level 2.</param>
/// <param name="Clicks">Button presses; null below level 2.</param>
/// <param name="Scrolls">Wheel steps; null below level 2.</param>
/// <param name="Memo">The memo in force.</param>
public sealed record MinuteUpload(int Minute, bool? Active, int? Keys, int? Clicks, int? Scrolls, string Memo);

/// <summary>
/// What the person decided within the 60 seconds. The bytes follow as <c>PUT /api/tracker/images/{contract}/{yyyyMMddTHHmmZ}/{sha256}</c>,
/// image/webp, at most 300 KB, only when the state is kept or blurred.
/// </summary>
/// <param name="TakenAt">The second it was taken.</param>
/// <param name="State">kept, blurred, deleted, failed.</param>
/// <param name="Sha256">Of the bytes that follow, lower-case hex; null when none follow.</param>
public sealed record ScreenshotNote(DateTime TakenAt, string State, string? Sha256);

/// <summary>What became of each minute.</summary>
/// <param name="Accepted">Minutes of the segment the server has now.</param>
/// <param name="Refused">Minutes it will never take, with the reason: future, locked, taken, deleted, contract, level, too_old.</param>
/// <param name="WantsImage">The image has not arrived yet.</param>
/// <param name="LeaseUntil">The lease's new end; null when it is over.</param>
/// <param name="Stop">When set, the device stops at once, for this reason.</param>
/// <param name="ServerTime">The server's clock.</param>
/// <param name="WeekMinutes">Minutes logged this week.</param>
/// <param name="LimitMinutes">The weekly limit.</param>
public sealed record SegmentAnswer(
    IReadOnlyList<int> Accepted,
    IReadOnlyList<MinuteRefused> Refused,
    bool WantsImage,
    DateTime? LeaseUntil,
    string? Stop,
    DateTime ServerTime,
    int WeekMinutes,
    int? LimitMinutes
);

/// <summary>A minute that was not taken.</summary>
public sealed record MinuteRefused(int Minute, string Code);

/// <summary>One segment as <c>GET /api/tracker/log?day=yyyy-MM-dd</c> lists it, or the minutes of one of its memos where it has several; <c>DELETE /api/tracker/segments/…</c> takes it away.</summary>
public sealed record LoggedSegment(
    Guid ContractId,
    DateTime Start,
    int Minutes,
    int? Activity,
    string Memo,
    bool ByHand,
    string Screenshot
);
