namespace Metier.Tracker.Running;

/// <summary>Tells the person what happens. The tracker does nothing in silence.</summary>
internal interface INotices
{
    /// <summary>Something worth knowing.</summary>
    void Say(string text);

    /// <summary>A screenshot waits to be looked at; <paramref name="decide"/> takes keep, blur or delete.</summary>
    void AskAboutShot(string text, Action<string> decide);
}
