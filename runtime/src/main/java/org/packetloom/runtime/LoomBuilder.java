// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.io.IOException;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.packetloom.CapabilityException;
import org.packetloom.ConnectorUri;
import org.packetloom.LeakDetection;
import org.packetloom.Packetloom;
import org.packetloom.platform.Platform;
import org.packetloom.platform.Platforms;
import org.packetloom.platform.TunnelDevices;
import org.packetloom.platform.UnsupportedPlatformException;
import org.packetloom.spi.NameResolver;
import org.packetloom.spi.ParameterHandler;
import org.packetloom.spi.Scheme;

/** Collects the settings of a toolkit and opens it. */
final class LoomBuilder implements Packetloom.Builder {
  static final String AUTO = "auto";

  private static final List<String> ENGINES = List.of(AUTO, "virtual", "thread", "loop");
  private static final System.Logger LOG = System.getLogger("org.packetloom");
  private static final int MOST_POLLERS = 1024;
  private static final Pattern SCHEME_NAME = Pattern.compile("[a-z][a-z0-9+.-]*");

  /** The built-in schemes whose URIs have hosts. */
  private static final Set<String> HOST_SCHEMES =
      Set.of("tcp", "tcp4", "tcp6", "udp", "udp4", "udp6");

  private final Map<String, Scheme> schemes = new LinkedHashMap<>();
  private final Map<String, NameResolver> resolvers = new LinkedHashMap<>();
  private final UserParameters parameters = new UserParameters();
  private String engine = AUTO;
  private String poller = AUTO;

  /** Null to leave it to the system property. */
  private @Nullable LeakDetection leaks;

  /** 0 to leave the number to the engine. */
  private int pollers;

  LoomBuilder() {
    for (String tcp : List.of("tcp", "tcp4", "tcp6")) {
      schemes.put(tcp, new TcpScheme(tcp));
    }
    for (String udp : List.of("udp", "udp4", "udp6")) {
      schemes.put(udp, new UdpScheme(udp));
    }
    schemes.put("tls", new TlsScheme());
    schemes.put("local", new LocalScheme());
    schemes.put("pipe", new PipeScheme());
    schemes.put("anon", new AnonScheme());
    schemes.put("fifo", new FifoScheme());
    schemes.put("fd", new FdScheme());
    schemes.put("tun", new TunScheme("tun", TunnelDevices.Layer.NETWORK));
    schemes.put("tap", new TunScheme("tap", TunnelDevices.Layer.LINK));
  }

  @Override
  public Packetloom.Builder engine(String name) {
    if (!ENGINES.contains(name)) {
      throw new IllegalArgumentException("engine '" + name + "', known are " + ENGINES);
    }
    engine = name;
    return this;
  }

  @Override
  public Packetloom.Builder poller(String name) {
    poller = name;
    return this;
  }

  @Override
  public Packetloom.Builder pollers(int count) {
    if (count < 1 || count > MOST_POLLERS) {
      throw new IllegalArgumentException("pollers: " + count + ", 1 to " + MOST_POLLERS);
    }
    pollers = count;
    return this;
  }

  @Override
  public Packetloom.Builder leakDetection(LeakDetection detection) {
    leaks = Objects.requireNonNull(detection, "detection");
    return this;
  }

  @Override
  public Packetloom.Builder scheme(Scheme scheme) {
    String name = scheme.name();
    boolean isTaken = schemes.containsKey(name) || ConnectorUri.builtInSchemes().contains(name);
    if (isTaken || !SCHEME_NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "scheme '" + name + "': " + (isTaken ? "taken" : "not a name"));
    }
    parameters.addOf(scheme);
    schemes.put(name, scheme);
    return this;
  }

  @Override
  public Packetloom.Builder parameter(String name, ParameterHandler handler) {
    parameters.add(name, handler);
    return this;
  }

  @Override
  public Packetloom.Builder resolver(String scheme, NameResolver resolver) {
    Objects.requireNonNull(resolver, "resolver");
    boolean isName = SCHEME_NAME.matcher(scheme).matches();
    boolean hasNames =
        HOST_SCHEMES.contains(scheme) || !ConnectorUri.builtInSchemes().contains(scheme);
    if (!isName || !hasNames) {
      throw new IllegalArgumentException(
          "resolver of scheme '" + scheme + "': " + (isName ? "has no names" : "not a name"));
    }
    if (resolvers.putIfAbsent(scheme, resolver) != null) {
      throw new IllegalArgumentException("resolver of scheme '" + scheme + "': taken");
    }
    return this;
  }

  @Override
  public Packetloom open() throws IOException {
    try {
      return open(Platforms.current());
    } catch (UnsupportedPlatformException e) {
      CapabilityException failure =
          new CapabilityException("packetloom", e.getMessage(), e.remedy());
      failure.initCause(e);
      throw failure;
    }
  }

  /** Opens a toolkit on a given platform. */
  Packetloom open(Platform platform) throws IOException {
    return open(platform, InetAddress::getAllByName);
  }

  /** Opens a toolkit on a given platform, with a given way to look names up. */
  Packetloom open(Platform platform, Resolver.LookUp names) throws IOException {
    return open(platform, names, Services.ofSystem());
  }

  /** Opens a toolkit on a given platform, with given ways to look names and services up. */
  Packetloom open(Platform platform, Resolver.LookUp names, Services services) throws IOException {
    String askedEngine = or(engine, "packetloom.engine");
    if (!ENGINES.contains(askedEngine)) {
      throw new CapabilityException(
          "engine '" + askedEngine + "'", "unknown", "known are " + ENGINES);
    }
    Engines engines =
        new Engines(
            platform, or(poller, "packetloom.poller"), pollers == 0 ? ofProperty() : pollers);
    Map<String, Scheme> all = new HashMap<>(schemes);
    resolvers.keySet().stream()
        .filter(name -> !HOST_SCHEMES.contains(name))
        .forEach(name -> all.putIfAbsent(name, new ResolvedScheme(name)));
    Prober prober = new Prober(askedEngine, schemes.keySet());
    Resolver resolver = new Resolver(names, services, resolvers);
    LeakDetection detection = leaks == null ? leaksByProperty() : leaks;
    Engine started = engines.start(askedEngine);
    if (!askedEngine.equals(AUTO) && !started.name().equals(askedEngine)) {
      LOG.log(
          System.Logger.Level.DEBUG,
          () -> "engine " + started.name() + " serves in place of " + askedEngine + why());
    }
    return new Loom(started, resolver, all, parameters.copy(), prober, detection).started();
  }

  private static String why() {
    return VirtualThreads.missing().map(reason -> ": " + reason).orElse("");
  }

  private static LeakDetection leaksByProperty() throws CapabilityException {
    String text = System.getProperty("packetloom.leaks", "report");
    for (LeakDetection known : LeakDetection.values()) {
      if (known.name().equalsIgnoreCase(text)) {
        return known;
      }
    }
    throw new CapabilityException(
        "packetloom.leaks=" + text, "unknown", "say off, report or trace");
  }

  private static int ofProperty() throws CapabilityException {
    String text = System.getProperty("packetloom.pollers", "0");
    try {
      int number = Integer.parseInt(text);
      if (number >= 0 && number <= MOST_POLLERS) {
        return number;
      }
    } catch (NumberFormatException _) {
      // told below
    }
    throw new CapabilityException(
        "packetloom.pollers=" + text, "not a number of pollers", "say 1 to " + MOST_POLLERS);
  }

  private static String or(String chosen, String property) {
    return chosen.equals(AUTO) ? System.getProperty(property, AUTO) : chosen;
  }
}
