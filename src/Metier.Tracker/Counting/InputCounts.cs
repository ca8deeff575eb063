namespace Metier.Tracker.Counting;

/// <summary>How often something was pressed. There is no place in this program for what was pressed.</summary>
/// <param name="Keys">Key presses.</param>
/// <param name="Clicks">Presses of a pointer's button.</param>
/// <param name="Scrolls">Steps of a wheel.</param>
internal readonly record struct InputCounts(int Keys, int Clicks, int Scrolls)
{
    /// <summary>There was any.</summary>
    public bool Any => Keys > 0 || Clicks > 0 || Scrolls > 0;

    /// <summary>Both together.</summary>
    public static InputCounts operator +(InputCounts a, InputCounts b) =>
        new(a.Keys + b.Keys, a.Clicks + b.Clicks, a.Scrolls + b.Scrolls);
}
