// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.packetloom.Capability;
import org.packetloom.ConnectorUri;
import org.packetloom.Packetloom;
import org.packetloom.Probe;
import org.packetloom.Probe.Finding;
import org.packetloom.Probe.Kind;
import org.packetloom.platform.PollerFactory;

/**
 * Finds out what a toolkit can do here, by trying.
 *
 * @param askedEngine the engine that was asked for, or {@code auto}
 * @param schemes the registered schemes
 */
record Prober(String askedEngine, Set<String> schemes) {
  private static final String NO_LOOP = "not built yet; 'virtual' serves when it is asked for";
  private static final String OPENED = "opened";

  /** Looks at everything. */
  Probe probe(Loom loom) {
    List<Finding> findings = new ArrayList<>();
    engines(loom, findings);
    pollers(loom, findings);
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
    String reason =
        askedEngine.equals("loop")
            ? "asked for, but not built yet; '" + loom.engine().name() + "' serves in its place"
            : NO_LOOP;
    findings.add(new Finding(Kind.ENGINE, "loop", false, reason, ""));
    for (String name : List.of("virtual", "thread")) {
      boolean isUsed = loom.engine().name().equals(name);
      findings.add(new Finding(Kind.ENGINE, name, true, isUsed ? "in use" : "", ""));
    }
  }

  private static void pollers(Loom loom, List<Finding> findings) {
    for (PollerFactory factory : loom.engine().platform().pollers()) {
      boolean isUsed = loom.engine().poller().equals(factory.name());
      String detail = factory.missing().orElse(isUsed ? "in use" : "");
      boolean isAvailable = factory.missing().isEmpty();
      findings.add(new Finding(Kind.POLLER, factory.name(), isAvailable, detail, ""));
    }
  }

  private void schemes(Loom loom, List<Finding> findings) {
    Set<String> all = new TreeSet<>(ConnectorUri.builtInSchemes());
    all.addAll(schemes);
    for (String name : all) {
      String reason =
          switch (name) {
            case "tcp", "tcp4" -> attempt(loom, name + "://127.0.0.1:0");
            case "tcp6" -> attempt(loom, "tcp6://[::1]:0");
            case "udp", "udp4" -> attemptBind(loom, name + "://127.0.0.1:0");
            case "udp6" -> attemptBind(loom, "udp6://[::1]:0");
            case "local", "anon" -> attemptPair(loom, name + "://");
            case "unix", "filedesc" -> "another name of " + (name.equals("unix") ? "local" : "fd");
            case "pipe" -> "exists on Windows only";
            default -> schemes.contains(name) ? "" : "not built yet";
          };
      boolean isAvailable = reason.isEmpty() || name.equals("unix");
      String detail = reason.isEmpty() ? OPENED : reason;
      findings.add(new Finding(Kind.SCHEME, name, isAvailable, detail, ""));
    }
  }

  private static void capabilities(List<Finding> findings, Loom loom) {
    for (Capability capability : Capability.values()) {
      String reason =
          switch (capability) {
            case TCP4 -> attempt(loom, "tcp4://127.0.0.1:0");
            case TCP6 -> attempt(loom, "tcp6://[::1]:0");
            case UDP4 -> attemptBind(loom, "udp4://127.0.0.1:0");
            case UDP6 -> attemptBind(loom, "udp6://[::1]:0");
            case LOCAL_PATH, HALF_CLOSE, URGENT_DATA -> "";
            case LOCAL_ABSTRACT -> attempt(loom, "local:///%00packetloom-probe-" + uniqueName());
            case LOCAL_UNNAMED -> attemptPair(loom, "local://");
            case ANON -> attemptPair(loom, "anon://");
            case LOOP_ENGINE -> NO_LOOP;
          };
      findings.add(new Finding(Kind.CAPABILITY, capability.name(), reason.isEmpty(), reason, ""));
    }
  }

  private static String uniqueName() {
    return ProcessHandle.current().pid() + "-" + Long.toHexString(System.nanoTime());
  }

  private static String attempt(Loom loom, String uri) {
    try (var listener = loom.listen(uri)) {
      return listener.isOpen() ? "" : "closed at once";
    } catch (IOException e) {
      return String.valueOf(e.getMessage());
    }
  }

  private static String attemptBind(Loom loom, String uri) {
    try (var datagrams = loom.bind(uri)) {
      return datagrams.isOpen() ? "" : "closed at once";
    } catch (IOException e) {
      return String.valueOf(e.getMessage());
    }
  }

  private static String attemptPair(Loom loom, String uri) {
    try (var pair = loom.pair(uri)) {
      return pair.first().isOpen() ? "" : "closed at once";
    } catch (IOException e) {
      return String.valueOf(e.getMessage());
    }
  }
}
