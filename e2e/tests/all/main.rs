use serde_json::{Value, json};
#[test]
fn smoke() {
    postil_e2e::test(async |stage| {
        let t = std::time::Instant::now();
        let page = stage.open().await?;
        eprintln!("open {:?}", t.elapsed());
        page.focus_article().await?;
        page.press("j a Shift+ArrowRight Ctrl+z ] } { [ = - + Ctrl++ ? / A 1 0 . Space Delete Shift+Z Ctrl+Shift+z F6").await?;
        eprintln!("{}", page.js("return keys", Value::Null).await?);
        eprintln!("{:?}", page.drawn().await?);
        eprintln!("{:?}", page.article_text().await?);
        page.drag(page.place("ne tw").await?).await?;
        eprintln!("{:?}", page.selected().await?);
        page.upload(&[("a.txt", b"hello"), ("b.txt", b"x")]).await?;
        page.wait("files", "return window.got?.length === 2").await?;
        eprintln!("{}", page.js("return [got, innerWidth, innerHeight]", Value::Null).await?);
        page.click("Go").await?;
        let tab = page.browser().open_tab().await?;
        eprintln!("{}", tab.js("return [document.visibilityState, document.hasFocus()]", Value::Null).await?);
        eprintln!("{}", page.js("return [document.visibilityState, document.hasFocus()]", Value::Null).await?);
        page.js("console.error('hey'); console.warn('w'); fetch('https://example.org/x').catch(()=>{}); setTimeout(()=>{throw new Error('boo')})", Value::Null).await?;
        eprintln!("{}", page.js("return (async () => 5)()", Value::Null).await?);
        eprintln!("{:?}", stage.server.log());
        let t = std::time::Instant::now();
        page.browser().kill().await?;
        eprintln!("kill {:?}", t.elapsed());
        let again = stage.open_with(page.browser().profile()).await?;
        again.js("document.body.append(Object.assign(document.createElement('a'), {href: URL.createObjectURL(new Blob(['x'])), download: 'f.txt', textContent: 'dl'}))", Value::Null).await?;
        let d = again.download(async |p| p.click("dl").await).await?;
        eprintln!("{d:?}");
        stage.server.stop();
        assert!(again.go("").await.is_err());
        stage.server.resume()?;
        again.go("").await?;
        Ok(())
    });
}
