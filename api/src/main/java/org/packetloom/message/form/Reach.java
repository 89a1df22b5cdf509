// SPDX-License-Identifier: Apache-2.0
package org.packetloom.message.form;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds accessors and constructors of records, with the rights of a caller or our own. */
final class Reach {
  private final MethodHandles.@Nullable Lookup caller; // null if nobody gave us theirs

  Reach(MethodHandles.@Nullable Lookup caller) {
    this.caller = caller;
  }

  /** The accessors of a record's components, in order. */
  List<MethodHandle> accessors(Class<?> type) {
    var lookup = lookup(type);
    var accessors = new ArrayList<MethodHandle>();
    for (var component : type.getRecordComponents()) {
      try {
        accessors.add(lookup.unreflect(component.getAccessor()));
      } catch (IllegalAccessException e) {
        throw outOfReach(type, e);
      }
    }
    return accessors;
  }

  /** The constructor that takes all components of a record, in order. */
  MethodHandle constructor(Class<?> type) {
    var parameters =
        Stream.of(type.getRecordComponents()).<Class<?>>map(RecordComponent::getType).toList();
    try {
      return lookup(type).findConstructor(type, MethodType.methodType(void.class, parameters));
    } catch (IllegalAccessException e) {
      throw outOfReach(type, e);
    } catch (NoSuchMethodException e) {
      throw new IllegalArgumentException(type.getName() + " has no canonical constructor", e);
    }
  }

  private MethodHandles.Lookup lookup(Class<?> type) {
    Reach.class.getModule().addReads(type.getModule());
    for (var rights : rights()) {
      try {
        return MethodHandles.privateLookupIn(type, rights);
      } catch (IllegalAccessException notOpen) {
        // another may do, and if none does what is public may
      }
    }
    return caller == null ? MethodHandles.publicLookup() : caller.in(type);
  }

  private List<MethodHandles.Lookup> rights() {
    return caller == null
        ? List.of(MethodHandles.lookup())
        : List.of(caller, MethodHandles.lookup());
  }

  private static IllegalArgumentException outOfReach(Class<?> type, IllegalAccessException e) {
    var module = type.getModule();
    var ours = Reach.class.getModule();
    return new IllegalArgumentException(
        "%s is out of reach: add 'opens %s%s;' to module %s, or use Codec.of(MethodHandles.lookup(), …) there"
            .formatted(
                type.getName(),
                type.getPackageName(),
                ours.isNamed() ? " to " + ours.getName() : "",
                module.getName()),
        e);
  }
}
