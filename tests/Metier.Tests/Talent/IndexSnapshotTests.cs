using Metier.Matching;
using Metier.Platform;
using Metier.Talent;
using Microsoft.Extensions.DependencyInjection;

namespace Metier.Tests.Talent;

/// <summary>The index comes back from its file with what changed since, and from the database when the file is no good.</summary>
public class IndexSnapshotTests { }
