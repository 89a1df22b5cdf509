// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.packetloom.CapabilityException;
import org.packetloom.platform.Platform;
import org.packetloom.platform.Poller;
import org.packetloom.platform.PollerException;
import org.packetloom.platform.PollerFactory;

/** Chooses a poller and starts an engine over it. */
final class Engines {
  private final Platform platform;
  private final String pollerName;
  private final int count;

  /**
   * Over a platform.
   *
   * @param pollerName which poller, or {@code auto}
   * @param count how many, or 0 for as many as the engine likes
   */
  Engines(Platform platform, String pollerName, int count) {
    this.platform = platform;
    this.pollerName = pollerName;
    this.count = count;
  }

  /**
   * Starts an engine.
   *
   * @param name which; {@code auto} is served by {@code virtual}, and {@code loop} too where the
   *     JDK is not open to it
   */
  Engine start(String name) throws IOException {
    PollerFactory factory = factory();
    return switch (name) {
      case "thread" -> startThread(factory);
      case "loop" ->
          VirtualThreads.missing().isEmpty() ? startLoop(factory) : startVirtual(factory);
      default -> startVirtual(factory);
    };
  }

  private Engine startLoop(PollerFactory factory) throws IOException {
    int processors = Runtime.getRuntime().availableProcessors();
    List<Poller> pollers = open(factory, count == 0 ? processors : count);
    return LoopEngine.start(platform, pollers, Loops.Settings.ofProperties());
  }

  private Engine startVirtual(PollerFactory factory) throws IOException {
    int processors = Runtime.getRuntime().availableProcessors();
    List<Poller> pollers = open(factory, count == 0 ? Math.min(processors, 32) : count);
    if (pollers.getFirst().descriptor().isEmpty()) {
      return PollingEngine.start("virtual", platform, pollers, VirtualPollerThreads::blocking);
    }
    List<Poller> master = open(factory, 1, pollers);
    return PollingEngine.start(
        "virtual",
        platform,
        pollers,
        running -> VirtualPollerThreads.nested(running, master.getFirst()));
  }

  private Engine startThread(PollerFactory factory) throws IOException {
    // platform threads hand every wake-up to a carrier: more than half the processors gains nothing
    int half = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
    List<Poller> pollers = open(factory, count == 0 ? Math.min(half, 16) : count);
    return PollingEngine.start("thread", platform, pollers, PlatformPollerThreads::new);
  }

  private PollerFactory factory() throws CapabilityException {
    for (PollerFactory candidate : platform.pollers()) {
      if (pollerName.equals(LoomBuilder.AUTO) && candidate.missing().isEmpty()) {
        return candidate;
      }
      if (candidate.name().equals(pollerName)) {
        Optional<String> reason = candidate.missing();
        if (reason.isPresent()) {
          throw new CapabilityException("poller " + pollerName, reason.get(), "");
        }
        return candidate;
      }
    }
    String names =
        platform.pollers().stream().map(PollerFactory::name).collect(Collectors.joining(" "));
    throw new CapabilityException(
        "poller " + pollerName, "not one of " + platform.name(), "known here are " + names);
  }

  /** Opens a single poller, for the caller to run. */
  Poller openOne() throws IOException {
    return open(factory(), 1).getFirst();
  }

  private static List<Poller> open(PollerFactory factory, int number) throws IOException {
    return open(factory, number, List.of());
  }

  /** Opens pollers; if one cannot be opened, those before it and the others given are closed. */
  private static List<Poller> open(PollerFactory factory, int number, List<Poller> others)
      throws IOException {
    List<Poller> pollers = new ArrayList<>();
    try {
      for (int i = 0; i < number; i++) {
        pollers.add(factory.open());
      }
      return pollers;
    } catch (PollerException e) {
      pollers.forEach(Poller::close);
      others.forEach(Poller::close);
      throw new IOException("open poller " + factory.name() + ": " + e.getMessage(), e);
    }
  }
}
