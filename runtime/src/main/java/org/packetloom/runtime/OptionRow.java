// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.io.IOException;
import java.net.SocketOption;
import java.util.Map;
import java.util.Optional;
import org.packetloom.ConnectorUri;
import org.packetloom.RawOption;
import org.packetloom.platform.SocketSetting;
import org.packetloom.platform.SocketSettings;

/**
 * One option: what it is called by callers, by the platform and in URIs.
 *
 * @param <T> the option's type
 * @param option its public name
 * @param setting its name in the platform, empty if the form knows the way
 * @param form its values
 * @param scope on which sockets it is set
 * @param parameter its name in URIs, empty if it has none
 */
record OptionRow<T>(
    SocketOption<T> option,
    Optional<SocketSetting> setting,
    OptionForm<T> form,
    Scope scope,
    Optional<String> parameter) {
  /** Where an option that was chosen before opening is set. */
  enum Scope {
    /** On the socket that is opened; accepted ones inherit it or have no use for it. */
    OPENED,
    /** On accepted sockets too: the system does not hand it on. */
    ACCEPTED,
    /** Nowhere: opening looks at it. */
    CHOICE,
    /** Nowhere: it can be read only. */
    READ_ONLY
  }

  static <T> OptionRow<T> of(SocketOption<T> option, SocketSetting setting, OptionForm<T> form) {
    return new OptionRow<>(option, Optional.of(setting), form, Scope.OPENED, Optional.empty());
  }

  static <T> OptionRow<T> choice(SocketOption<T> option, OptionForm<T> form) {
    return new OptionRow<>(option, Optional.empty(), form, Scope.CHOICE, Optional.empty());
  }

  static <T> OptionRow<T> readOnly(
      SocketOption<T> option, SocketSetting setting, OptionForm<T> form) {
    return new OptionRow<>(option, Optional.of(setting), form, Scope.READ_ONLY, Optional.empty());
  }

  static <T> OptionRow<T> readOnly(SocketOption<T> option, OptionForm<T> form) {
    return new OptionRow<>(option, Optional.empty(), form, Scope.READ_ONLY, Optional.empty());
  }

  /** A row that is in no table. */
  static OptionRow<byte[]> raw(RawOption option) {
    return new OptionRow<>(
        option, Optional.empty(), new RawForm(option), Scope.OPENED, Optional.empty());
  }

  /** The same, to be set on accepted sockets too. */
  OptionRow<T> alsoAccepted() {
    return new OptionRow<>(option, setting, form, Scope.ACCEPTED, parameter);
  }

  /** The same, with a name in URIs. */
  OptionRow<T> named(String name) {
    return new OptionRow<>(option, setting, form, scope, Optional.of(name));
  }

  /** Adds what a URI asks for. */
  void putFrom(ConnectorUri uri, Map<SocketOption<?>, Object> options) {
    if (parameter.isPresent() && uri.parameter(parameter.get()).isPresent()) {
      options.put(option, form.parse(uri, parameter.get()));
    }
  }

  /** Checks a value, whose type the compiler may have been talked out of checking. */
  T checked(Object value) {
    if (scope == Scope.READ_ONLY) {
      throw new UnsupportedOperationException("option " + option + " is read-only");
    }
    if (!option.type().isInstance(value)) {
      throw new IllegalArgumentException(option + ": " + value);
    }
    T typed = option.type().cast(value);
    Optional<String> objection = form.objection(typed);
    if (objection.isPresent()) {
      throw new IllegalArgumentException(option + ": " + value + ", " + objection.get());
    }
    return typed;
  }

  /** Whether the system has it, for a socket. */
  boolean isThere(SocketSettings sockets, int descriptor) {
    if (setting.isPresent()) {
      return sockets.has(descriptor, setting.get());
    }
    return !(form instanceof TcpInfoForm) || sockets.hasTcpFigures(descriptor);
  }

  T get(SocketSettings sockets, Failures failures, String endpoints, int descriptor)
      throws IOException {
    OptionForm.Box<T> box = new OptionForm.Box<>();
    int result = form.get(sockets, descriptor, setting, box);
    ensureThere(result, sockets, endpoints, descriptor);
    failures.ensureOption("get " + option, endpoints, result);
    return box.value();
  }

  void set(
      SocketSettings sockets, Failures failures, String endpoints, int descriptor, Object value)
      throws IOException {
    int result = form.set(sockets, descriptor, setting, checked(value));
    ensureThere(result, sockets, endpoints, descriptor);
    failures.ensureOption("set " + option + text(value), endpoints, result);
  }

  /** What fails as the system has it not at all is not supported, like what nobody knows. */
  private void ensureThere(int result, SocketSettings sockets, String endpoints, int descriptor) {
    if (result < 0 && !isThere(sockets, descriptor)) {
      throw new UnsupportedOperationException(
          "option " + option + " of " + endpoints + ": this system has none");
    }
  }

  private static String text(Object value) {
    return value instanceof byte[] ? "" : " to " + value;
  }
}
