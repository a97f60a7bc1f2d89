package io.longshore.tcp;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Which requirements of RFC 9293 (appendix B) a test shows to be met: "MUST-7", "SHLD-3", "MAY-2".
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@interface Requirement {
    String[] value();
}
