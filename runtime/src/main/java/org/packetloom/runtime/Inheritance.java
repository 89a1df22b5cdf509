// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.packetloom.CapabilityException;
import org.packetloom.ConnectorUri;
import org.packetloom.DatagramConnector;
import org.packetloom.EndpointMissingException;
import org.packetloom.FailureDetail;
import org.packetloom.Listener;
import org.packetloom.platform.ForeignDescriptors;

/**
 * The sockets that a service manager opened for this process, as sd_listen_fds(3) describes them:
 * {@code LISTEN_FDS} descriptors from 3 on, if {@code LISTEN_PID} is this process, with the names
 * in {@code LISTEN_FDNAMES}.
 *
 * <p>Each can be taken once in the life of the process, whatever toolkit takes it.
 */
final class Inheritance {
  /** SD_LISTEN_FDS_START of systemd/sd-daemon.h. */
  private static final int FIRST = 3;

  /** The name of those that have none. */
  private static final String UNNAMED = "unknown";

  /** More cannot be: a process has fewer descriptors, and a wrong number would hold us up. */
  private static final int MOST = 1 << 20;

  private final ForeignDescriptors foreign;
  private final Map<String, String> environment;
  private final long process;

  Inheritance(ForeignDescriptors foreign, Map<String, String> environment, long process) {
    this.foreign = foreign;
    this.environment = environment;
    this.process = process;
  }

  /** The names, in the order of the descriptors. */
  List<String> names() throws IOException {
    String pid = environment.getOrDefault("LISTEN_PID", "");
    String count = environment.getOrDefault("LISTEN_FDS", "");
    if (pid.isEmpty() || count.isEmpty() || number("LISTEN_PID", pid) != process) {
      return List.of();
    }
    long descriptors = number("LISTEN_FDS", count);
    if (descriptors > MOST) {
      throw wrong("LISTEN_FDS", count);
    }
    String joined = environment.getOrDefault("LISTEN_FDNAMES", "");
    String[] names = joined.isEmpty() ? new String[0] : joined.split(":", -1);
    if (names.length > descriptors) {
      throw wrong("LISTEN_FDNAMES", joined);
    }
    List<String> all = new ArrayList<>();
    for (int i = 0; i < descriptors; i++) {
      all.add(i < names.length && !names[i].isEmpty() ? names[i] : UNNAMED);
    }
    return all;
  }

  private static long number(String variable, String text) throws IOException {
    try {
      long number = Long.parseLong(text);
      if (number >= 0 && !text.startsWith("+")) {
        return number;
      }
    } catch (NumberFormatException _) {
      // not a number, which is what is said below
    }
    throw wrong(variable, text);
  }

  private static CapabilityException wrong(String variable, String text) {
    return new CapabilityException(
        "inherited sockets",
        "the environment variable " + variable + " is '" + text + "'",
        "see sd_listen_fds(3)");
  }

  /** Takes the first listener of a name that was not taken yet. */
  Listener listener(String name, Opening opening) throws IOException {
    return take(name, opening, Adoption::listener);
  }

  /** Takes the first socket of datagrams of a name that was not taken yet. */
  DatagramConnector datagrams(String name, Opening opening) throws IOException {
    return take(name, opening, Adoption::datagrams);
  }

  /** How a connector is made of a descriptor. */
  @FunctionalInterface
  private interface Making<C> {
    C make(Adoption adoption) throws IOException;
  }

  private <C> C take(String name, Opening opening, Making<C> making) throws IOException {
    List<String> names = names();
    for (int i = 0; i < names.size(); i++) {
      if (names.get(i).equals(name) && foreign.claim(FIRST + i)) {
        return make(FIRST + i, opening, making);
      }
    }
    String reason =
        names.contains(name) ? "taken already" : "no inherited socket has this name: " + names;
    throw new EndpointMissingException(
        FailureDetail.atOnce("listen", "fd:///listen/" + name, reason));
  }

  private <C> C make(int descriptor, Opening opening, Making<C> making) throws IOException {
    ConnectorUri uri = ConnectorUri.parse("fd:///" + descriptor);
    try {
      return making.make(new Adoption(opening, uri, descriptor, Adoption.Tenure.OWNER));
    } catch (CapabilityException e) {
      foreign.unclaim(descriptor); // it is of another kind, and was left alone
      throw e;
    }
  }
}
