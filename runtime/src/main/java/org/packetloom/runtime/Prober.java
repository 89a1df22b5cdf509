// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.packetloom.Capability;
import org.packetloom.ConnectorUri;
import org.packetloom.Packetloom;
import org.packetloom.Probe;
import org.packetloom.Probe.Finding;
import org.packetloom.Probe.Kind;
import org.packetloom.event.Signal;
import org.packetloom.platform.DatagramFeature;
import org.packetloom.platform.ErrorKind;
import org.packetloom.platform.Family;
import org.packetloom.platform.FileIdentity;
import org.packetloom.platform.PollerFactory;
import org.packetloom.platform.PollerFeature;
import org.packetloom.platform.SocketType;

/**
 * Finds out what a toolkit can do here, by trying.
 *
 * @param askedEngine the engine that was asked for, or {@code auto}
 * @param schemes the registered schemes
 */
record Prober(String askedEngine, Set<String> schemes) {
  private static final String OPENED = "opened";

  /** Looks at everything. */
  Probe probe(Loom loom) {
    List<Finding> findings = new ArrayList<>();
    engines(loom, findings);
    pollers(loom, findings);
    features(loom, findings);
    schemes(loom, findings);
    capabilities(findings, loom);
    Map<String, String> limits = loom.engine().platform().limits();
    limits.forEach((name, value) -> findings.add(new Finding(Kind.LIMIT, name, true, value, "")));
    return new Probe(
        Packetloom.version(),
        loom.engine().platform().name(),
        loom.engine().name(),
        loom.engine().poller(),
        findings);
  }

  private void engines(Loom loom, List<Finding> findings) {
    findings.add(loop(loom));
    for (String name : List.of("virtual", "thread")) {
      boolean isUsed = loom.engine().name().equals(name);
      findings.add(new Finding(Kind.ENGINE, name, true, isUsed ? "in use" : "", ""));
    }
  }

  private Finding loop(Loom loom) {
    boolean isUsed = loom.engine().name().equals("loop");
    Optional<String> missing = VirtualThreads.missing();
    if (missing.isEmpty()) {
      return new Finding(Kind.ENGINE, "loop", true, isUsed ? "in use" : "", "");
    }
    String reason =
        askedEngine.equals("loop")
            ? "asked for, but " + missing.get() + "; '" + loom.engine().name() + "' serves instead"
            : missing.get();
    return new Finding(Kind.ENGINE, "loop", false, reason, VirtualThreads.remedy());
  }

  private static void pollers(Loom loom, List<Finding> findings) {
    for (PollerFactory factory : loom.engine().platform().pollers()) {
      boolean isUsed = loom.engine().poller().equals(factory.name());
      Optional<String> missing = factory.missing();
      String detail = missing.orElse(isUsed ? "in use" : "");
      findings.add(new Finding(Kind.POLLER, factory.name(), missing.isEmpty(), detail, ""));
    }
  }

  private static void features(Loom loom, List<Finding> findings) {
    for (PollerFactory factory : loom.engine().platform().pollers()) {
      for (PollerFeature each : factory.features()) {
        String name = factory.name() + " " + each.name();
        String remedy = each.isThere() ? "" : "use " + each.since() + " or later";
        String detail = each.isThere() ? "" : "not known to this system";
        findings.add(new Finding(Kind.FEATURE, name, each.isThere(), detail, remedy));
      }
    }
  }

  private void schemes(Loom loom, List<Finding> findings) {
    Set<String> all = new TreeSet<>(ConnectorUri.builtInSchemes());
    all.addAll(schemes);
    for (String name : all) {
      findings.add(scheme(loom, name).finding(Kind.SCHEME, name, OPENED));
    }
  }

  private Attempt scheme(Loom loom, String name) {
    return switch (name) {
      case "tcp", "tcp4" -> Attempt.listen(loom, name + "://127.0.0.1:0");
      case "tcp6" -> Attempt.listen(loom, "tcp6://[::1]:0");
      case "tls" -> TlsScheme.attempt();
      case "udp", "udp4" -> Attempt.bind(loom, name + "://127.0.0.1:0");
      case "udp6" -> Attempt.bind(loom, "udp6://[::1]:0");
      case "local", "anon" -> Attempt.pair(loom, name + "://");
      case "fifo" -> Attempt.fifo(loom);
      case "tun", "tap" -> Attempt.tunnel(loom, name + "://");
      case "pipe" -> Attempt.listen(loom, "pipe:///" + unique());
      case "unix" -> Attempt.yes("another name of local");
      case "filedesc" ->
          schemes.contains("fd") ? Attempt.yes("another name of fd") : Attempt.notBuilt();
      case "fd" -> schemes.contains(name) ? Attempt.yes("") : Attempt.notBuilt();
      default -> Attempt.yes(schemes.contains(name) ? "registered by this program" : "");
    };
  }

  private void capabilities(List<Finding> findings, Loom loom) {
    for (Capability capability : Capability.values()) {
      Attempt attempt =
          switch (capability) {
            case TCP4 -> scheme(loom, "tcp4");
            case TCP6 -> scheme(loom, "tcp6");
            case UDP4 -> scheme(loom, "udp4");
            case UDP6 -> scheme(loom, "udp6");
            case UDP_SEGMENTS -> segments(loom);
            case UDP_RECEIVE_OFFLOAD ->
                feature(loom, DatagramFeature.RECEIVE_OFFLOAD, "UDP_GRO", "5.0");
            case HALF_CLOSE, URGENT_DATA -> Attempt.yes("");
            case LOCAL_PATH -> localSocket(loom, SocketType.STREAM);
            case LOCAL_ABSTRACT -> Attempt.listen(loom, "local:///%00" + unique());
            case LOCAL_UNNAMED -> scheme(loom, "local");
            case LOCAL_DATAGRAM -> localSocket(loom, SocketType.DATAGRAM);
            case LOCAL_SEQPACKET -> localSocket(loom, SocketType.SEQPACKET);
            case FIFO -> scheme(loom, "fifo");
            case ANON -> scheme(loom, "anon");
            case FD -> foreign(loom);
            case TUN -> scheme(loom, "tun");
            case SIGNALS -> signals(loom);
            case SIGNAL_QUIT -> signal(loom, Signal.QUIT);
            case SIGNAL_USR2 -> signal(loom, Signal.USR2);
            case LOOP_ENGINE -> loopEngine();
            case DIRECT_SYSTEM_CALLS -> directCalls(loom);
          };
      findings.add(attempt.finding(Kind.CAPABILITY, capability.name(), ""));
    }
  }

  private static Attempt loopEngine() {
    return VirtualThreads.missing()
        .map(reason -> Attempt.no(reason, VirtualThreads.remedy()))
        .orElseGet(() -> Attempt.yes(""));
  }

  private static Attempt directCalls(Loom loom) {
    return loom.engine()
        .platform()
        .directCallsMissing()
        .map(reason -> Attempt.no(reason, "none is needed: nothing but speed differs"))
        .orElseGet(() -> Attempt.yes(""));
  }

  private static Attempt signals(Loom loom) {
    return Stream.of(Signal.INT, Signal.TERM, Signal.HUP, Signal.USR1)
        .map(kind -> signal(loom, kind))
        .filter(attempt -> !attempt.isAvailable())
        .findFirst()
        .orElseGet(() -> Attempt.yes("INT, TERM, HUP, USR1"));
  }

  /** Looks, and takes nothing: a signal that comes meanwhile is not to be lost. */
  private static Attempt signal(Loom loom, Signal kind) {
    return LoomSignals.refusal(loom, kind)
        .map(refusal -> Attempt.no(refusal.reason(), refusal.remedy()))
        .orElseGet(() -> Attempt.yes(""));
  }

  private static Attempt segments(Loom loom) {
    Attempt attempt = feature(loom, DatagramFeature.SEGMENTATION, "UDP_SEGMENT", "4.18");
    return attempt.isAvailable()
        ? Attempt.yes(loom.engine().platform().joiningMissing().orElse(""))
        : attempt;
  }

  private static Attempt feature(Loom loom, DatagramFeature feature, String name, String version) {
    var descriptors = loom.engine().platform().descriptors();
    int descriptor = descriptors.socket(Family.INET4, SocketType.DATAGRAM);
    if (descriptor < 0) {
      return Attempt.no("no socket: " + loom.engine().platform().errors().name(-descriptor), "");
    }
    boolean isThere = descriptors.datagrams().hasFeature(descriptor, feature) >= 0;
    int unused = descriptors.close(descriptor); // it is gone whatever the result
    return isThere
        ? Attempt.yes("")
        : Attempt.no("the system lacks " + name, "use Linux " + version + " or later");
  }

  private static Attempt foreign(Loom loom) {
    var platform = loom.engine().platform();
    int result = platform.foreign().identity(0, new FileIdentity.Box());
    return result < 0 && platform.errors().kind(-result) == ErrorKind.UNSUPPORTED
        ? Attempt.no("not on this system: " + platform.errors().name(-result), "")
        : Attempt.yes("");
  }

  private static Attempt localSocket(Loom loom, SocketType type) {
    var descriptors = loom.engine().platform().descriptors();
    int descriptor = descriptors.socket(Family.LOCAL, type);
    if (descriptor < 0) {
      return Attempt.no("no socket: " + loom.engine().platform().errors().name(-descriptor), "");
    }
    int unused = descriptors.close(descriptor); // it is gone whatever the result
    return Attempt.yes("");
  }

  /** A name that nobody else has. */
  private static String unique() {
    long process = ProcessHandle.current().pid();
    return "packetloom-probe-" + process + "-" + Long.toHexString(System.nanoTime());
  }
}
