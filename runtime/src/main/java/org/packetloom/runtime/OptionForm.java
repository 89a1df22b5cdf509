// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.util.Optional;
import org.packetloom.ConnectorUri;
import org.packetloom.platform.SocketSetting;
import org.packetloom.platform.SocketSettings;

/**
 * How the values of an option are checked, written in URIs, and kept by the system.
 *
 * @param <T> the option's type
 */
sealed interface OptionForm<T>
    permits NumberForm, TextForm, ModeForm, InterfaceForm, TcpInfoForm, RawForm {
  /** What is wrong with a value; empty if nothing is. */
  Optional<String> objection(T value);

  /** The value of a parameter of a URI, which was checked when that was parsed. */
  T parse(ConnectorUri uri, String parameter);

  /** Reads the value of a socket; returns the negated error number if the system refuses. */
  int get(SocketSettings sockets, int descriptor, Optional<SocketSetting> setting, Box<T> into);

  /** Sets a checked value; returns the negated error number if the system refuses. */
  int set(SocketSettings sockets, int descriptor, Optional<SocketSetting> setting, T value);

  /** Receives a value. */
  final class Box<T> {
    /** Empty until a call has put the value in. */
    private Optional<T> value = Optional.empty();

    void put(T told) {
      value = Optional.of(told);
    }

    T value() {
      return value.orElseThrow();
    }
  }
}
